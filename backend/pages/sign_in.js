// The screen's side: ask for a code, show it, wait for the phone, get the session as a cookie.

import { current, el, frame, header, t } from "./texts.js";

const isPhoneDoor = location.pathname.startsWith("/m/");
const API = `/api/${isPhoneDoor ? "miniapp" : "console"}/v1/qr-sign-in`;
const ROUNDS = 5; // A forgotten page stops asking for codes after as many minutes.
const SLOW_MS = 2000;

let seen = { state: "asking" };
let since = 0; // When `seen` came, to count its seconds down.
let rounds = 0;
let generation = 0; // Another one: an older loop stops.

async function call(path, options) {
  const answer = await fetch(API + path, { ...options, headers: header(), cache: "no-store", credentials: "same-origin" });
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body;
  throw Object.assign(new Error(body.title ?? String(answer.status)), { status: answer.status, next: body.next });
}

function show(news) {
  seen = news;
  since = performance.now();
  draw();
}

const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

async function run(mine) {
  let ticket = await attempt(mine, () => call("", { method: "POST" }));
  while (ticket && mine === generation) {
    show(ticket);
    if (!["waiting", "scanned", "confirmed"].includes(ticket.state)) break;
    const { ticket_id: id, version } = ticket;
    ticket = await attempt(mine, () => call(`/${id}?known=${version}`));
  }
  if (mine === generation && seen.state === "expired" && seen.wasWaiting && (rounds += 1) < ROUNDS && !document.hidden) start();
}

// The answer; what passes is waited for, what does not is shown.
async function attempt(mine, ask) {
  while (mine === generation) {
    try {
      const wasWaiting = seen.state === "waiting";
      return { ...(await ask()), wasWaiting };
    } catch (error) {
      if (error.status === 410) show({ state: "over" });
      else if (error.status >= 400 && error.status < 500 && error.status !== 429) show({ state: "failed", title: error.message, next: error.next });
      else {
        if (error.status !== 429) show({ state: "away" });
        await pause(error.status === 429 && seen.state !== "asking" ? SLOW_MS : 3 * SLOW_MS);
        continue;
      }
      return null;
    }
  }
  return null;
}

function start() {
  generation += 1;
  run(generation);
}

function again() {
  rounds = 0;
  show({ state: "asking" });
  start();
}

// --- what is drawn ---

const secondsSince = () => Math.floor((performance.now() - since) / 1000);
const left = (seconds) => Math.max(0, (seconds ?? 0) - secondsSince());

function code() {
  const picture = el("div", { class: "code", role: "img", "aria-label": t("qr") });
  picture.innerHTML = seen.svg; // Our own server's drawing, modules and nothing else.
  const ring = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  ring.setAttribute("viewBox", "0 0 100 100");
  ring.setAttribute("class", "ring");
  ring.setAttribute("aria-hidden", "true");
  for (const name of ["track", "time"]) {
    const line = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [key, value] of Object.entries({ x: 1, y: 1, width: 98, height: 98, rx: 6, pathLength: 100, class: name })) line.setAttribute(key, value);
    ring.append(line);
  }
  return el("div", { class: "screen" }, ring, picture);
}

function waiting() {
  const copy = seen.link && el("button", { type: "button", class: "plain small", onclick: (event) => { navigator.clipboard.writeText(seen.link); event.target.textContent = t("copied"); } }, t("copy"));
  return [code(), el("p", { class: "count", id: "count" }), copy];
}

function scanned() {
  return [
    el("p", { class: "big" }, t("scanned")),
    el("p", { class: "number", id: "number", "aria-label": t("match") }, String(seen.number)),
    el("p", {}, t("match")),
    el("p", { class: "note" }, t("noNumber")),
    el("p", { class: "count", id: "count" }),
  ];
}

const verdict = (kind, title, text, ...more) => [el("p", { class: `verdict ${kind}`, "aria-hidden": "true" }), el("p", { class: "big" }, title), el("p", { class: "note" }, text), ...more];
const retry = () => el("button", { type: "button", class: "main", onclick: again }, t("again"));

const DRAWN = {
  asking: () => [el("div", { class: "screen blank" }), el("p", { class: "count" }, t("asking"))],
  waiting,
  scanned,
  confirmed: () => verdict("good", t("confirmed"), ""),
  signed_in: () => verdict("good", t("signedIn"), t(isPhoneDoor ? "signedInPhone" : "signedInConsole"), el("a", { class: "main", href: isPhoneDoor ? "/m" : "/docs" }, t("enter"))),
  away: () => verdict("bad", t("failed"), t("failedHelp")),
  failed: () => verdict("bad", seen.title, seen.next ?? "", retry()),
};

function draw() {
  document.title = `${t("product")} · ${t(isPhoneDoor ? "phoneTitle" : "consoleTitle")}`;
  document.getElementById("title").textContent = t(isPhoneDoor ? "phoneTitle" : "consoleTitle");
  document.getElementById("lead").textContent = t(isPhoneDoor ? "phoneLead" : "consoleLead");
  document.getElementById("step1").textContent = t(isPhoneDoor ? "step1phone" : "step1");
  const ended = () => verdict("bad", t(seen.state), t(`${seen.state}Help`), retry());
  const stage = document.getElementById("stage");
  stage.dataset.state = seen.state;
  stage.lang = current();
  stage.replaceChildren(...(DRAWN[seen.state] ?? ended)().filter(Boolean));
  tick();
}

function tick() {
  const count = document.getElementById("count");
  if (!count) return;
  const isWaiting = seen.state === "waiting";
  const seconds = left(isWaiting ? seen.next_code_seconds : seen.seconds_left);
  count.textContent = t(isWaiting ? "newIn" : "left", { s: seconds });
  document.querySelector(".ring .time")?.style.setProperty("stroke-dashoffset", String(100 - Math.min(100, seconds * 5)));
}

frame(draw);
setInterval(tick, 250);
start();
