// What the pages have in common: the language, kept under the console's name for it, and the making of elements.

const KEPT = "sandtable.language";
let language = remembered() ?? preferred();

function remembered() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // A browser that keeps nothing.
  }
}

// Chinese unless the browser asks for English.
function preferred() {
  const first = (navigator.languages ?? [navigator.language]).find((one) => /^(zh|en)/i.test(one)) ?? "zh";
  return /^en/i.test(first) ? "en" : "zh-CN";
}

function swap() {
  language = language === "en" ? "zh-CN" : "en";
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // It still switches for this visit.
  }
}

export const current = () => (language === "en" ? "en" : "zh");
export const header = () => ({ "accept-language": language });

// `t("left", { s: 5 })`, out of the page's texts in both languages.
export const teller = (texts) => (key, values = {}) => {
  const text = texts[current()][key] ?? key;
  return typeof text === "string" ? text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "") : text;
};

// An element with its attributes and children. Text enters as text, never as markup.
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return node;
}

// Fills in what stands on the page, and draws the rest; both again when the language changes.
export function frame(t, draw) {
  const button = document.getElementById("language");
  const whole = () => {
    document.documentElement.lang = language;
    button.textContent = t("other");
    document.querySelectorAll("[data-t]").forEach((node) => { node.textContent = t(node.dataset.t); });
    draw();
  };
  button.addEventListener("click", () => { swap(); whole(); });
  whole();
}
