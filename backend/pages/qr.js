// The phone's side: prove who holds the phone, show who asks to sign in, and take the answer.
//
// The scanned code leaves the address bar at once and waits in this tab's own storage while WeCom says who this is. The
// session that WeCom's answer opens lives in this tab too: it is no cookie, so no other page of the browser has it.

import { current, el, frame, header } from "./frame.js";
import { t } from "./texts.js";

const API = "/api/miniapp/v1";
const CONSOLE = "/api/console/v1";
const kept = {
  get: (name) => sessionStorage.getItem(`qr-${name}`),
  set: (name, value) => (value == null ? sessionStorage.removeItem(`qr-${name}`) : sessionStorage.setItem(`qr-${name}`, value)),
};

let seen = { view: "checking" };
let since = 0;

async function call(path, { method = "GET", body, api = API } = {}) {
  const token = kept.get("token");
  const headers = { ...header(), ...(token && { authorization: `Bearer ${token}` }), ...(body && { "content-type": "application/json" }) };
  const answer = await fetch(api + path, { method, headers, body: body && JSON.stringify(body), cache: "no-store", credentials: "omit" }).catch(() => ({ status: 0, json: async () => ({}) }));
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
    // A new scan is proved anew: another person may hold the phone by now.
    kept.set("token", null);
    kept.set("joining", null);
  }
  const expected = kept.get("state");
  kept.set("state", null);
  return expected && query.get("state") === expected ? query.get("code") : null;
}

async function askWecom() {
  const state = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  kept.set("state", state);
  const { url } = await call(`/sign-in/wecom-page?state=${state}`);
  location.replace(url);
}

async function begin() {
  try {
    const proof = arrive(); // WeCom's code; it says once who holds the phone.
    const asked = JSON.parse(kept.get("joining"));
    if (proof && asked) return await join({ ...asked, code: proof });
    if (proof) kept.set("token", (await call("/sign-in/wecom-page", { method: "POST", body: { code: proof } })).token);
    if (asked || !kept.get("token")) return await askWecom();
    const me = await call("/me");
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
  kept.set("joining", null);
  return show({ view: "failed", title: error.message, next: error.next, code: error.code });
}

// --- a regulator who has no account asks to be added ---

async function choose(more = {}) {
  try {
    show({ view: "joining", units: await call("/units/public", { api: CONSOLE }), ...more });
  } catch (error) {
    failed(error, () => choose(more));
  }
}

async function join(body) {
  const found = await call("/sign-in/apply", { method: "POST", body, api: CONSOLE });
  kept.set("joining", null);
  show({ view: "joined", found });
}

function send(body) {
  kept.set("joining", JSON.stringify(body));
  askWecom().catch((error) => failed(error, () => send(body)));
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
    el("p", { class: "count", id: "count", role: "timer" }),
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

function joining() {
  const name = el("input", { id: "name", class: "field", maxlength: "50", autocomplete: "name", required: true });
  const unit = el("select", { id: "unit", class: "field", required: true }, el("option", { value: "" }, t("pick")), seen.units.map((one) => el("option", { value: one.id }, inLanguage(one, "name"))));
  const sent = (event) => {
    event.preventDefault();
    send({ name: name.value.trim(), unit_id: unit.value, is_anew: Boolean(seen.isAnew) });
  };
  return [
    el("h1", {}, t("joinTitle")),
    el("form", { class: "form", onsubmit: sent }, el("label", { for: "name" }, t("name")), name, el("label", { for: "unit" }, t("unit")), unit, el("button", { class: "main" }, t("send"))),
    el("p", { class: "note" }, t("joinHelp")),
  ];
}

function joined() {
  const { state, reason, name, applied_at: at } = seen.found;
  const isRefused = state === "refused";
  return [
    ...verdict(isRefused ? "bad" : "good", t("joins")[state], t("joined", { name, unit: inLanguage(seen.found, "unit_name"), at: time(at) })),
    el("p", { class: "note middle" }, isRefused ? reason : t("joinedHelp")),
    isRefused && el("button", { type: "button", class: "plain middle", onclick: () => choose({ isAnew: true }) }, t("joinAgain")),
  ];
}

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
  joining,
  joined,
  confirm: () => verdict("good", t("done"), t("doneHelp"), reporting("notMe", seen.scan)),
  refuse: () => verdict("plain", t("refusedPhone"), t("refusedPhoneHelp"), reporting("report", seen.scan)),
  report: () => verdict("plain", t("reportedPhone"), t("reportedPhoneHelp", { n: seen.found.ended_sessions })),
  away: () => verdict("bad", t("failed"), t("awayHelp"), el("button", { type: "button", id: "retry", class: "main middle", onclick: seen.retry }, t("tryAgain"))),
  failed: () => verdict("bad", seen.title, seen.next ?? "", seen.code && el("p", { class: "note middle" }, seen.code), seen.code === "qr_phone_not_linked" && el("button", { type: "button", id: "join", class: "main middle", onclick: () => choose() }, t("join")), kept.get("token") && el("button", { type: "button", class: "plain middle", onclick: begin }, t("recent"))),
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

frame(t, draw);
setInterval(tick, 500);
begin();
