// Building elements. Text always enters as text, never as markup: messages come from outside.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null && value !== "") node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child != null && child !== ""));
  return node;
}

// A link that leaves the page in a new tab; only http(s) addresses become links.
export function link(url, attributes, ...children) {
  const safe = /^https?:\/\//i.test(url ?? "");
  if (!safe) return el("span", attributes, ...children);
  return el("a", { ...attributes, href: url, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

export function picture(url, attributes = {}) {
  const local = url?.startsWith("/") || url?.startsWith("data:") || url?.startsWith(location.origin);
  if (!local) return el("div", { ...attributes, class: `${attributes.class ?? ""} blank` });
  return el("img", { ...attributes, src: url, alt: "", loading: "lazy" });
}

export async function post(path, body) {
  const response = await fetch(`/_sandbox/${path}`, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}
