// One message as a bubble, whatever its type.

import { card } from "./cards.js";
import { el, link, picture } from "./dom.js";
import { markdown } from "./markdown.js";
import { t } from "./texts.js";

const pad = (number) => String(number).padStart(2, "0");

export function clock(at_ns) {
  const at = new Date(at_ns / 1e6);
  return `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
}

// `context`: {userid, sender, nameOf, miniBase, failed}.
export function bubble(entry, context) {
  if (entry.errcode) return line("refused", `${t("refused")} ${entry.errcode} · ${entry.errmsg}`, entry);
  if (entry.is_recalled) return line("", t("recalled"), entry);
  if (context.userid && entry.dropped.includes(context.userid)) return line("refused", t("dropped"), entry);
  const mine = entry.channel === "person";
  const head = el("div", { class: "who" }, mine ? "" : `${sender(entry, context)} · `, el("time", {}, clock(entry.at_ns)));
  const said = el("div", { class: "said" }, head, content(entry, context));
  return el("li", { class: mine ? "message mine" : "message" }, mine ? null : el("span", { class: `avatar ${entry.channel}` }), said);
}

function line(kind, text, entry) {
  return el("li", { class: `line ${kind}` }, el("span", {}, `${clock(entry.at_ns)} ${text}`));
}

function sender(entry, context) {
  if (entry.channel === "subscribe") return t("notice");
  if (entry.channel === "appchat") return `${context.sender} (${t("group")} ${entry.to.slice(0, 8)})`;
  return context.sender;
}

const DRAW = {
  text: (body, { nameOf }) => el("p", { class: "bubble" }, linked(body.text.content), mentions(body.text, nameOf)),
  markdown: (body, { nameOf }) => el("div", { class: "bubble" }, markdown(body.markdown.content, nameOf)),
  markdown_v2: (body, { nameOf }) => el("div", { class: "bubble" }, markdown(body.markdown_v2.content, nameOf)),
  image: (body) => picture(`/_sandbox/media/${body.image.media_id}`, { class: "photo" }),
  news: (body) => el("div", { class: "card" }, body.news.articles.map(article)),
  mpnews: (body) => el("div", { class: "card" }, body.mpnews.articles.map(article)),
  textcard: (body) => textcard(body.textcard),
  miniprogram_notice: (body, context) => miniNotice(body.miniprogram_notice, context),
  template_card: (body, context) => templateCard(body, context),
};

function content(entry, context) {
  if (entry.channel === "person") return el("p", { class: "bubble" }, entry.body.content);
  if (entry.channel === "subscribe") return notice(entry.body, context);
  const draw = DRAW[entry.msgtype];
  return draw ? draw(entry.body, { ...context, entry }) : file(entry);
}

function templateCard(body, context) {
  const view = context.entry.views[context.userid];
  return card(view?.card ?? body.template_card, view, { ...context, view });
}

function linked(text) {
  const parts = text.split(/(<a\s[^>]*>.*?<\/a>|https?:\/\/[^\s<>"，。；]+)/gs);
  return parts.map((part) => {
    const anchor = part.match(/^<a\s[^>]*href=["']([^"']*)["'][^>]*>(.*?)<\/a>$/s);
    if (anchor) return link(anchor[1], {}, anchor[2]);
    return /^https?:\/\//.test(part) ? link(part, {}, part) : part;
  });
}

function mentions(body, nameOf) {
  const all = [...(body.mentioned_list ?? []), ...(body.mentioned_mobile_list ?? [])];
  return all.map((who) => el("span", { class: "mention" }, ` @${nameOf(who)}`));
}

function article(data) {
  const text = el("div", {}, el("strong", {}, data.title), el("span", {}, data.description ?? data.digest ?? ""));
  return link(data.url, { class: "article" }, text, data.picurl ? picture(data.picurl, { class: "thumb" }) : null);
}

function textcard(data) {
  const parts = data.description.split(/(<div class="?\w+"?>.*?<\/div>|<br\s*\/?>)/g).map((part) => {
    const found = part.match(/^<div class="?(\w+)"?>(.*)<\/div>$/);
    return found ? el("div", { class: `tone-${found[1]}` }, found[2]) : /^<br/.test(part) ? el("br") : part;
  });
  const body = el("div", { class: "card-body" }, el("h3", {}, data.title), el("div", { class: "desc" }, parts));
  return el("article", { class: "card" }, body, link(data.url, { class: "card-link" }, data.btntxt || t("details")));
}

function rows(pairs) {
  return el("dl", {}, pairs.map(([key, value]) => [el("dt", {}, key), el("dd", {}, value)]));
}

function miniNotice(data, { miniBase }) {
  const pairs = (data.content_item ?? []).filter((one) => one.key || one.value).map((one) => [one.key, one.value]);
  const body = el("div", { class: "card-body" }, el("h3", {}, data.title), el("p", { class: "desc" }, data.description ?? ""), rows(pairs));
  return el("article", { class: "card" }, body, page(data.page, miniBase));
}

function notice(body, { miniBase }) {
  const pairs = Object.entries(body.data).map(([key, one]) => [key.replace(/\d+$/, ""), one.value]);
  return el("article", { class: "card" }, el("div", { class: "card-body" }, el("h3", {}, t("notice")), rows(pairs)), page(body.page, miniBase));
}

function page(path, miniBase) {
  if (!path) return null;
  return link(miniBase ? miniBase + path : "", { class: "card-link" }, miniBase ? t("open") : `${t("mini")} ${path}`);
}

function file(entry) {
  const media = entry.body?.[entry.msgtype]?.media_id;
  const url = media ? `${location.origin}/_sandbox/media/${media}` : "";
  return el("p", { class: "bubble" }, link(url, {}, `${t("file")} (${entry.msgtype})`));
}
