// Template cards as a phone draws them, with buttons that press.

import { el, link, picture, post } from "./dom.js";
import { t } from "./texts.js";

// `context`: {entry, userid (empty in a group), miniBase}.
export function card(data, view, context) {
  const target = address(data.card_action, context);
  const head = [source(data.source, data.action_menu, context), image(data.card_image), titles(data), emphasis(data.emphasis_content),
    subtitle(data), quote(data.quote_area, context), imageText(data.image_text_area, context),
    vertical(data.vertical_content_list), horizontal(data.horizontal_content_list, context)];
  const body = link(target, { class: target ? "card-body tappable" : "card-body" }, head);
  const more = target ? link(target, { class: "card-link" }, t("details")) : null;
  return el("article", { class: `card ${data.card_type}` }, body, jumps(data.jump_list, context), more, form(data, view, context));
}

// Where a url or mini-program link leads; a mini-program page has an address only if the sandbox was told its H5 base.
function address(holder, { miniBase }) {
  if (holder?.type === 1 || (holder?.url && holder?.type == null)) return holder.url;
  if (holder?.type === 2 && miniBase) return miniBase + (holder.pagepath ?? "").replace(/^\//, "");
  return "";
}

function source(data, menu, context) {
  if (!data?.desc && !menu) return null;
  const colours = ["grey", "black", "red", "green"];
  return el("div", { class: "card-source" },
    data?.icon_url ? picture(data.icon_url, { class: "icon" }) : null,
    el("span", { class: colours[data?.desc_color ?? 0] }, data?.desc ?? ""),
    menu && context.userid ? menuButton(menu, context) : null);
}

function menuButton(menu, context) {
  const items = menu.action_list.map((action) =>
    el("button", { type: "button", onclick: () => press(context, action.key) }, action.text));
  const box = el("details", { class: "menu" }, el("summary", { "aria-label": menu.desc || "…" }, "···"), el("div", {}, items));
  box.addEventListener("click", (event) => event.stopPropagation());
  return box;
}

function titles({ main_title: title }) {
  if (!title?.title && !title?.desc) return null;
  return [title.title ? el("h3", {}, title.title) : null, title.desc ? el("p", { class: "desc" }, title.desc) : null];
}

function emphasis(data) {
  if (!data?.title) return null;
  return el("div", { class: "emphasis" }, el("strong", {}, data.title), el("span", {}, data.desc ?? ""));
}

function subtitle({ sub_title_text: text }) {
  return text ? el("p", { class: "sub" }, text) : null;
}

function image(data) {
  return data?.url ? picture(data.url, { class: "cover" }) : null;
}

function imageText(data, context) {
  if (!data) return null;
  const text = el("div", {}, el("strong", {}, data.title ?? ""), el("span", {}, data.desc ?? ""));
  return el("div", { class: "image-text" }, data.image_url ? picture(data.image_url, { class: "thumb" }) : null, text);
}

function quote(data, context) {
  if (!data?.title && !data?.quote_text) return null;
  return el("blockquote", { class: "quote" }, data.title ? el("strong", {}, data.title) : null, el("span", {}, data.quote_text ?? ""));
}

function vertical(rows) {
  if (!rows?.length) return null;
  return rows.map((row) => el("div", { class: "vertical" }, el("strong", {}, row.title), el("span", {}, row.desc ?? "")));
}

function horizontal(rows, { nameOf }) {
  if (!rows?.length) return null;
  const cells = rows.map((row) => [
    el("dt", {}, row.keyname),
    el("dd", { class: row.type ? "linked" : "" }, row.type === 3 ? row.value || nameOf(row.userid) : row.value ?? ""),
  ]);
  return el("dl", {}, cells);
}

function jumps(list, context) {
  if (!list?.length) return null;
  return el("ul", { class: "jumps" }, list.map((jump) => el("li", {}, link(address(jump, context), {}, jump.title))));
}

function form(data, view, context) {
  const done = view?.replaced_text || data.replace_text;
  if (done) return el("div", { class: "actions" }, el("button", { type: "button", class: "done", disabled: true }, done));
  const asked = questions(data);
  const buttons = data.button_list ?? (data.submit_button ? [{ ...data.submit_button, style: 1 }] : []);
  if (!asked.length && !buttons.length) return null;
  const node = el("form", { class: "card-form" }, asked.map((one) => field(one, view?.pressed_key ? view.selections[one.question_key] ?? [] : null)));
  const row = el("div", { class: buttons.length > 2 ? "actions many" : "actions" }, buttons.map((one) => button(one, node, context)));
  node.addEventListener("submit", (event) => event.preventDefault());
  node.append(row);
  return node;
}

function questions(data) {
  if (data.checkbox) return [{ ...data.checkbox, kind: data.checkbox.mode === 1 ? "checkbox" : "radio" }];
  return [data.button_selection, ...(data.select_list ?? [])].filter(Boolean).map((one) => ({ ...one, kind: "select" }));
}

// `chosenBefore` is what the person chose at the last press; null when nothing was pressed yet.
function field(question, chosenBefore) {
  const key = question.question_key;
  if (question.kind === "select") {
    const options = question.option_list.map((one) => el("option", { value: one.id, selected: chosenBefore ? chosenBefore.includes(one.id) : one.id === question.selected_id }, one.text));
    return el("label", { class: "question" }, el("span", {}, question.title ?? ""),
      el("select", { name: key }, el("option", { value: "" }, t("choose")), options));
  }
  const boxes = question.option_list.map((one) => el("label", {},
    el("input", { type: question.kind, name: key, value: one.id, checked: chosenBefore ? chosenBefore.includes(one.id) : one.is_checked === true }), el("span", {}, one.text)));
  return el("fieldset", { class: "question" }, boxes);
}

function button(data, node, context) {
  if (data.type === 1) return link(data.url, { class: `button style-${data.style ?? 1}` }, data.text);
  const pressed = context.view?.pressed_key === data.key;
  return el("button", {
    type: "button", class: `style-${data.style ?? 1}${pressed ? " pressed" : ""}`, disabled: !context.userid,
    onclick: (event) => press(context, data.key, chosen(node), event.currentTarget),
  }, data.text);
}

function chosen(node) {
  const selections = {};
  for (const [key, value] of new FormData(node)) if (value) (selections[key] ??= []).push(value);
  return selections;
}

async function press({ entry, userid, failed }, key, selections = {}, source = null) {
  source?.classList.add("busy");
  try {
    await post("press", { msgid: entry.msgid, userid, key, selections });
  } catch {
    failed();
  } finally {
    source?.classList.remove("busy");
  }
}
