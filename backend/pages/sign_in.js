// The screen's side: ask for a code, show it, wait for the phone, get the session as a cookie. At the console also the
// way over WeCom's own web sign-in, whose session does what one born of a scanned code may not.

import { el, frame, header } from "./frame.js";
import { t } from "./texts.js";

const isPhoneDoor = location.pathname.startsWith("/m/");
const API = `/api/${isPhoneDoor ? "miniapp" : "console"}/v1`;
const HOME = isPhoneDoor ? "/m/" : "/console/";
const asked = new URLSearchParams(location.search);
const GOING = "sandtable.going"; // Kept in this tab: what WeCom has to bring back, and where to go on.
const going = isPhoneDoor ? null : JSON.parse(sessionStorage.getItem(GOING));
const wanted = asked.get("next") ?? (asked.has("code") ? going?.wanted : "") ?? ""; // Where somebody was when the session ended.
const isOurs = wanted.startsWith(HOME);
const ROUNDS = 5; // A forgotten page stops asking for codes after as many minutes.
const SLOW_MS = 2000;
const DECIDING = ["scanned", "confirmed", "signed_in", "going", "proving"]; // No other way is offered meanwhile.

let seen = { state: "asking" };
let since = 0; // When `seen` came, to count its seconds down.
let rounds = 0;
let generation = 0; // Another one: an older loop stops.

async function call(path, options) {
  const answer = await fetch(API + path, { ...options, headers: { ...header(), ...options?.headers }, cache: "no-store", credentials: "same-origin" });
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body;
  throw Object.assign(new Error(body.title ?? String(answer.status)), { status: answer.status, code: body.code, next: body.next });
}

function show(news) {
  seen = news;
  since = performance.now();
  if (news.state === "signed_in" && isOurs) location.replace(wanted);
  draw();
  // Told once a change: neither each code nor each second.
  document.getElementById("said").textContent = [...document.querySelectorAll("#stage .tell")].map((line) => line.textContent).join(" ");
}

const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

async function run(mine) {
  let ticket = await attempt(mine, () => call("/qr-sign-in", { method: "POST" }));
  while (ticket && mine === generation) {
    show(ticket);
    if (!["waiting", "scanned", "confirmed"].includes(ticket.state)) break;
    const { ticket_id: id, version } = ticket;
    ticket = await attempt(mine, () => call(`/qr-sign-in/${id}?known=${version}`));
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
      else if (error.status >= 400 && error.status < 500 && error.status !== 429) show({ state: "failed", title: error.message, next: error.next, code: error.code });
      else {
        if (error.status !== 429) show({ state: "away", code: error.code });
        else if (["asking", "proving"].includes(seen.state)) show({ state: "away", title: error.message, next: error.next, code: error.code });
        await pause(error.status === 429 && seen.state !== "away" ? SLOW_MS : 3 * SLOW_MS);
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
  document.getElementById("stage").focus(); // The button is gone.
  start();
}

// --- WeCom's own sign-in ---

async function leave() {
  generation += 1;
  show({ state: "going" });
  const state = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const page = await attempt(generation, () => call(`/sign-in/wecom-page?state=${state}`));
  if (!page) return;
  sessionStorage.setItem(GOING, JSON.stringify({ state, wanted }));
  location.replace(page.url);
}

// A code counts in the tab that has asked for it, once; it does not stay in the address.
async function comeBack() {
  sessionStorage.removeItem(GOING);
  history.replaceState(null, "", location.pathname + (isOurs ? `?next=${encodeURIComponent(wanted)}` : ""));
  if (!going || going.state !== asked.get("state")) return show({ state: "failed", title: t("strange"), next: t("strangeHelp") });
  show({ state: "proving" });
  generation += 1;
  const body = JSON.stringify({ code: asked.get("code") });
  const opened = await attempt(generation, () => call("/sign-in", { method: "POST", headers: { "content-type": "application/json" }, body }));
  if (!opened) return;
  show({ state: "signed_in" });
  if (!isOurs) location.replace(HOME);
}

function begin() {
  if (!isPhoneDoor && asked.has("code")) comeBack();
  else if (!isPhoneDoor && asked.get("with") === "wecom") leave();
  else start();
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
  return [code(), el("p", { class: "count", id: "count", role: "timer" }), copy];
}

function scanned() {
  return [
    el("p", { class: "big tell" }, t("scanned")),
    el("p", { class: "number tell", id: "number" }, String(seen.number)),
    el("p", { class: "tell" }, t("match")),
    el("p", { class: "note tell" }, t("noNumber")),
    el("p", { class: "count", id: "count", role: "timer" }),
  ];
}

const verdict = (kind, title, text, ...more) => [el("p", { class: `verdict ${kind}`, "aria-hidden": "true" }), el("p", { class: "big tell" }, title), text && el("p", { class: "note tell" }, text), ...more];
const coded = () => seen.code && el("p", { class: "note" }, seen.code);
const retry = () => el("button", { type: "button", class: "main", onclick: again }, t("again"));

const DRAWN = {
  asking: () => [el("div", { class: "screen blank" }), el("p", { class: "count tell" }, t("asking"))],
  waiting,
  scanned,
  going: () => [el("p", { class: "big tell" }, t("going"))],
  proving: () => [el("p", { class: "big tell" }, t("proving"))],
  confirmed: () => verdict("good", t("confirmed"), ""),
  signed_in: () => verdict("good", t("signedIn"), t(isPhoneDoor ? "signedInPhone" : "signedInConsole"), el("a", { class: "main", href: isOurs ? wanted : HOME }, t("enter"))),
  away: () => verdict("bad", seen.title ?? t("failed"), seen.next ?? t("failedHelp"), coded()),
  failed: () => verdict("bad", seen.title, seen.next, coded(), retry()),
};

function draw() {
  document.title = `${t("product")} · ${t(isPhoneDoor ? "phoneTitle" : "consoleTitle")}`;
  document.getElementById("title").textContent = t(isPhoneDoor ? "phoneTitle" : "consoleTitle");
  document.getElementById("lead").textContent = t(isPhoneDoor ? "phoneLead" : "consoleLead");
  document.getElementById("step1").textContent = t(isPhoneDoor ? "step1phone" : "step1");
  document.getElementById("noAccount").textContent = t(isPhoneDoor ? "noAccountPhone" : "noAccountConsole");
  const ended = () => verdict("bad", t(seen.state), t(`${seen.state}Help`), retry());
  const stage = document.getElementById("stage");
  stage.dataset.state = seen.state;
  stage.replaceChildren(...(DRAWN[seen.state] ?? ended)().filter(Boolean));
  document.getElementById("other").hidden = isPhoneDoor || DECIDING.includes(seen.state);
  if (seen.state === "signed_in") stage.querySelector("a").focus();
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

frame(t, draw);
document.getElementById("wecom").addEventListener("click", leave);
setInterval(tick, 250);
begin();
