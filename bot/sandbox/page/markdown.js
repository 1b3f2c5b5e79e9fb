// The subset of Markdown that WeCom draws: headings, bold, links, code, quotes, <font color>, <@userid>;
// lists, rules, fenced code and tables of markdown_v2 as well.

import { el, link } from "./dom.js";

const INLINE = /\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|<font color="?(\w+)"?>(.*?)<\/font>|<@([^>]+)>|\*([^*\s][^*]*)\*/g;
const COLOURS = new Set(["info", "comment", "warning"]);

function inline(text, nameOf) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(INLINE)) {
    parts.push(text.slice(end, found.index), piece(found, nameOf));
    end = found.index + found[0].length;
  }
  return [...parts, text.slice(end)];
}

function piece([, bold, code, label, url, colour, coloured, userid, italic], nameOf) {
  if (bold) return el("strong", {}, inline(bold, nameOf));
  if (code) return el("code", {}, code);
  if (label) return link(url, {}, label);
  if (colour) return el("span", { class: COLOURS.has(colour) ? `font-${colour}` : "" }, inline(coloured, nameOf));
  if (userid) return el("span", { class: "mention" }, `@${nameOf(userid)}`);
  return el("em", {}, italic);
}

export function markdown(source, nameOf) {
  const root = el("div", { class: "markdown" });
  const lines = source.split("\n");
  for (let at = 0; at < lines.length; at += 1) at = block(lines, at, root, nameOf);
  return root;
}

// Draws the block that begins at this line; returns its last line.
function block(lines, at, root, nameOf) {
  const line = lines[at];
  const heading = line.match(/^(#{1,6})\s+(.*)/);
  if (heading) root.append(el("p", { class: `h h${heading[1].length}` }, inline(heading[2], nameOf)));
  else if (line.startsWith("```")) return fence(lines, at, root);
  else if (line.startsWith("|") && /^\|[\s:|-]+\|$/.test(lines[at + 1]?.trim() ?? "")) return table(lines, at, root, nameOf);
  else if (line.startsWith(">")) root.append(el("blockquote", {}, inline(line.replace(/^>+\s?/, ""), nameOf)));
  else if (/^\s*([-*+]|\d+\.)\s+/.test(line)) root.append(item(line, nameOf));
  else if (/^(-{3,}|\*{3,})$/.test(line.trim())) root.append(el("hr"));
  else if (line.trim()) root.append(el("p", {}, inline(line, nameOf)));
  return at;
}

function item(line, nameOf) {
  const [, space, mark, rest] = line.match(/^(\s*)([-*+]|\d+\.)\s+(.*)/);
  return el("p", { class: space.length > 1 ? "item deep" : "item" }, `${/\d/.test(mark) ? mark : "•"} `, inline(rest, nameOf));
}

function fence(lines, at, root) {
  const end = lines.findIndex((line, index) => index > at && line.startsWith("```"));
  const last = end < 0 ? lines.length : end;
  root.append(el("pre", {}, lines.slice(at + 1, last).join("\n")));
  return last;
}

function table(lines, at, root, nameOf) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
  let last = at + 1;
  while (lines[last + 1]?.trim().startsWith("|")) last += 1;
  const head = el("tr", {}, cells(lines[at]).map((cell) => el("th", {}, inline(cell, nameOf))));
  const rows = lines.slice(at + 2, last + 1).map((line) => el("tr", {}, cells(line).map((cell) => el("td", {}, inline(cell, nameOf)))));
  root.append(el("table", {}, head, rows));
  return last;
}
