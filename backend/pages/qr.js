// The phone's side: prove who holds the phone, show who asks to sign in, and take the answer.
//
// The scanned code leaves the address bar at once and waits in this tab's own storage while WeCom says who this is. The
// session that WeCom's answer opens lives in this tab too: it is no cookie, so no other page of the browser has it.

import { current, el, frame, header, t } from "./texts.js";

const API = "/api/miniapp/v1";
const kept = {
  get: (name) => sessionStorage.getItem(`qr-${name}`),
  set: (name, value) => (value == null ? sessionStorage.removeItem(`qr-${name}`) : sessionStorage.setItem(`qr-${name}`, value)),
};

let seen = { view: "checking" };
let since = 0;

async function call(path, { method = "GET", body } = {}) {
  const token = kept.get("token");
  const headers = { ...header(), ...(token && { authorization: `Bearer ${token}` }), ...(body && { "content-type": "application/json" }) };
  const answer = await fetch(API + path, { method, headers, body: body && JSON.stringify(body), cache: "no-store", credentials: "omit" }).catch(() => ({ status: 0, json: async () => ({}) }));
  const found = await answer.json().catch(() => ({}));
  if (answer.ok) return found;
  throw Object.assign(new Error(found.title ?? String(answer.status)), { status: answer.status, code: found.code, next: found.next });
}

function show(news) {
  seen = news;
  since = performance.now();
  draw();
}

// --- who holds the phone ---

function arrive() {
  const code = location.pathname.split("/")[2];
  const query = new URLSearchParams(location.search);
  history.replaceState(null, "", "/qr");
  if (code) {
    kept.set("code", code);
    kept.set("token", null); // A new scan is proved anew: another person may hold the phone by now.
  }
  return { code: query.get("code"), state: query.get("state") };
}

async function prove(arrived) {
  const expected = kept.get("state");
  kept.set("state", null);
  if (arrived.code && expected && arrived.state === expected) {
    const { token } = await call("/sign-in/wecom-page", { method: "POST", body: { code: arrived.code } });
    kept.set("token", token);
  }
  if (kept.get("token")) return true;
  const state = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  kept.set("state", state);
  const { url } = await call(`/sign-in/wecom-page?state=${state}`);
  location.replace(url);
  return false;
}

async function begin() {
  try {
    if (!(await prove(arrive()))) return;
    const [me] = await Promise.all([call("/me")]);
    const code = kept.get("code");
    if (code) show({ view: "ask", me, scan: await call("/qr-scans", { method: "POST", body: { code } }) });
    else show({ view: "recent", me, scans: await call("/qr-scans") });
  } catch (error) {
    failed(error, begin);
  }
}

// What a bad signal has cost is tried again with the same code; every act may be repeated.
function failed(error, retry) {
  if (!error.status || error.status >= 500) return show({ view: "away", retry });
  if (error.status === 401) kept.set("token", null);
  kept.set("code", null);
  return show({ view: "failed", title: error.message, next: error.next });
}

// --- the answers ---

async function answer(scan, act, body) {
  try {
    const found = await call(`/qr-scans/${scan.id}/${act}`, { method: "POST", body });
    kept.set("code", null);
    show({ view: act, scan, found });
  } catch (error) {
    if (error.code !== "qr_wrong_number") failed(error, () => answer(scan, act, body));
    // From now on the number is typed, whatever was offered before.
    else show({ ...seen, scan: { ...scan, offered: [], seconds_left: left(scan.seconds_left) }, wrong: error.message });
  }
}

// --- what is drawn ---

const left = (seconds) => Math.max(0, seconds - Math.floor((performance.now() - since) / 1000));
const inLanguage = (thing, field) => thing[`${field}_${current()}`];
const time = (text) => new Date(text).toLocaleString(current() === "en" ? "en-GB" : "zh-CN", { hour12: false, timeZone: "Asia/Shanghai" });
const door = (scan) => t(scan.door === "console" ? "doorConsole" : "doorPhone");
const fact = (name, value) => [el("dt", {}, t(name)), el("dd", {}, value)];

function ask() {
  const { scan, me } = seen;
  const facts = el("dl", { class: "facts" }, fact("what", door(scan)), fact("where", inLanguage(scan, "place")), fact("with", inLanguage(scan, "browser")), fact("when", time(scan.asked_at)), fact("who", me.name));
  const refuse = el("button", { type: "button", id: "refuse", class: "answer no", onclick: () => answer(scan, "refuse") }, t("refuse"));
  const nodes = [
    el("h1", { id: "question" }, t("question")), facts,
    scan.is_elsewhere && el("p", { class: "warn strong" }, t("elsewhere")),
    seen.wrong && el("p", { class: "warn strong", role: "alert" }, seen.wrong),
    ...(scan.offered.length ? chosen(scan, refuse) : typed(scan, refuse)),
    el("p", { class: "note" }, t("phoneWarn")),
    el("p", { class: "count", id: "count" }),
  ];
  setTimeout(() => refuse.focus());
  return nodes;
}

function chosen(scan, refuse) {
  let picked = null;
  const allow = el("button", { type: "button", id: "confirm", class: "answer yes", disabled: true, onclick: () => answer(scan, "confirm", { number: picked }) }, t("confirm"));
  const numbers = scan.offered.map((number) => el("button", {
    type: "button", class: "pick", "aria-pressed": "false",
    onclick: (event) => {
      picked = number;
      allow.disabled = false;
      numbers.forEach((one) => one.setAttribute("aria-pressed", String(one === event.currentTarget)));
    },
  }, String(number)));
  return [el("p", { class: "ask" }, t("choose")), el("div", { class: "picks" }, numbers), el("div", { class: "answers" }, refuse, allow)];
}

function typed(scan, refuse) {
  const input = el("input", { id: "number", inputmode: "numeric", pattern: "[0-9]{2}", maxlength: "2", autocomplete: "off", "aria-label": t("type") });
  const allow = el("button", { type: "button", id: "confirm", class: "answer yes", disabled: true, onclick: () => answer(scan, "confirm", { number: Number(input.value) }) }, t("confirm"));
  input.addEventListener("input", () => { allow.disabled = !/^[1-9][0-9]$/.test(input.value); });
  return [el("label", { class: "ask", for: "number" }, t("type")), input, el("div", { class: "answers" }, refuse, allow)];
}

const verdict = (kind, title, text, ...more) => [el("p", { class: `verdict ${kind}`, "aria-hidden": "true" }), el("h1", {}, title), el("p", { class: "note" }, text), ...more];
const reporting = (name, scan) => el("button", { type: "button", id: "report", class: "plain danger", onclick: () => answer(scan, "report") }, t(name));

function recent() {
  const items = seen.scans.map((scan) => el("li", {},
    el("p", {}, el("b", {}, door(scan)), " ", el("span", { class: scan.is_signed_in ? "tag live" : "tag" }, scan.is_signed_in ? t("alive") : t("states")[scan.state])),
    el("p", { class: "note" }, `${inLanguage(scan, "place")} · ${inLanguage(scan, "browser")} · ${time(scan.scanned_at)}`),
    !scan.reported_at && reporting("report", scan)));
  return [el("h1", {}, t("recent")), items.length ? el("ul", { class: "scans" }, items) : el("p", { class: "note" }, t("none")), el("p", { class: "note" }, t("scanHint"))];
}

const DRAWN = {
  checking: () => [el("p", { class: "note" }, t("checking"))],
  ask,
  recent,
  confirm: () => verdict("good", t("done"), t("doneHelp"), reporting("notMe", seen.scan)),
  refuse: () => verdict("plain", t("refusedPhone"), t("refusedPhoneHelp"), reporting("report", seen.scan)),
  report: () => verdict("plain", t("reportedPhone"), t("reportedPhoneHelp", { n: seen.found.ended_sessions })),
  away: () => verdict("bad", t("failed"), t("awayHelp"), el("button", { type: "button", id: "retry", class: "main middle", onclick: seen.retry }, t("tryAgain"))),
  failed: () => verdict("bad", seen.title, seen.next ?? "", kept.get("token") && el("button", { type: "button", class: "plain middle", onclick: begin }, t("recent"))),
};

function draw() {
  document.title = `${t("product")} · ${t("recent")}`;
  const main = document.getElementById("main");
  main.dataset.view = seen.view;
  main.replaceChildren(...DRAWN[seen.view]().filter(Boolean));
  tick();
}

function tick() {
  const count = document.getElementById("count");
  if (!count) return;
  const seconds = left(seen.scan.seconds_left);
  count.textContent = seconds ? t("secondsLeft", { s: seconds }) : t("timeUp");
}

frame(draw);
setInterval(tick, 500);
begin();
