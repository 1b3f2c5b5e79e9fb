// What is wrong with the page as it stands now: a list of sentences. `said` is what people wrote and names; null where
// the page may speak Chinese.
(said) => {
  const LEAST = 44, LEAST_RATIO = 4.5, LARGE_RATIO = 3, LARGE = 24, LARGE_BOLD = 18.66;
  const CONTROLS = "button, uni-button, a, input, textarea, select, uni-switch, uni-slider, [role=button], [role=tab], [role=radio], [role=checkbox], [role=switch], [role=link], .uni-tabbar__item, .uni-page-head-btn";
  const faults = [];
  const fault = (what, element, more = "") => faults.push(`${what}: ${name(element)}${more && ` (${more})`}`);
  const name = (element) => `${element.tagName.toLowerCase()}.${String(element.className.baseVal ?? element.className).replace(/\s+/g, ".")} “${words(element).slice(0, 30)}”`;
  const words = (element) => (element.getAttribute("aria-label") || element.innerText || element.textContent || "").replace(/\s+/g, " ").trim();
  const above = function* (element) { for (let each = element; each; each = each.parentElement) yield each; };
  const isSeen = (element) => {
    const { width, height } = element.getBoundingClientRect();
    if (width < 2 || height < 2) return false;
    return [...above(element)].every((each) => { const { visibility, opacity, display } = getComputedStyle(each); return visibility !== "hidden" && opacity !== "0" && display !== "none"; });
  };
  const seen = [...document.body.querySelectorAll("*")].filter(isSeen);

  // It fits the width: the page's, since a phone widens its window to what sticks out.
  const wide = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth > wide) faults.push(`the page scrolls sideways: ${document.scrollingElement.scrollWidth}`);
  const cuts = (element) => [...above(element.parentElement)].some((each) => each.closest(".frame") && getComputedStyle(each).overflowX !== "visible");
  for (const element of seen) {
    const { left, right } = element.getBoundingClientRect();
    if ((left < -1 || right > wide + 1) && !cuts(element)) fault("sticks out of the screen", element, `${Math.round(left)}–${Math.round(right)}`);
  }
  // No text is cut off.
  const ownText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  for (const element of seen.filter(ownText)) {
    const style = getComputedStyle(element);
    const isCut = style.overflowX !== "visible" && style.textOverflow !== "ellipsis" && element.scrollWidth > element.clientWidth + 1;
    const isLow = style.overflowY === "hidden" && element.scrollHeight > element.clientHeight + 3;
    for (const node of element.childNodes) if (node.nodeType === 3) for (const word of node.data.matchAll(/\p{Script=Latin}{2,}/gu)) {
      const range = new Range();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) fault("a word is broken", element, word[0]);
    }
    if (style.display !== "inline" && (isCut || isLow)) fault("text is cut off", element, `${element.scrollWidth}×${element.scrollHeight} in ${element.clientWidth}×${element.clientHeight}`);
  }

  // A finger meets it. A link within a sentence is as high as its line; an input within a control of its own counts as that.
  const isInline = (element) => getComputedStyle(element).display === "inline" && element.matches("a, [role=link]");
  const controls = seen.filter((element) => element.matches(CONTROLS));
  for (const element of controls) {
    if (isInline(element) || element.parentElement.closest(CONTROLS) || element.closest("[aria-hidden=true]")) continue;
    const { width, height } = element.getBoundingClientRect();
    if (width < LEAST - 0.5 || height < LEAST - 0.5) fault("too small to touch", element, `${Math.round(width)}×${Math.round(height)}`);
    if (!words(element) && !element.getAttribute("placeholder") && !element.querySelector("[aria-label], [alt], label") && !element.closest("[aria-label]")) fault("has no name", element);
  }
  // What stands at the foot hides nothing of the end of the page.
  const foot = seen.find((element) => element.matches(".foot") && getComputedStyle(element).position === "fixed");
  const body = foot?.parentElement.querySelector(".body") ?? (foot && [...above(foot)].find((each) => each.matches(".body")));
  if (foot && body) {
    const ends = seen.filter((each) => body.contains(each) && !foot.contains(each) && (ownText(each) || each.matches(CONTROLS))).map((each) => each.getBoundingClientRect().bottom + scrollY);
    const { bottom, height } = foot.getBoundingClientRect();
    const room = document.scrollingElement.scrollHeight - (document.documentElement.clientHeight - bottom) - height;
    if (Math.max(...ends) > room + 1) fault("the foot covers the end of the page", foot, `${Math.round(Math.max(...ends) - room)} px of it`);
  }

  // It is read in the sun.
  const colour = (text) => { const found = text.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0]; return { rgb: found.slice(0, 3), alpha: found[3] ?? 1 }; };
  const over = (front, back) => front.rgb.map((each, at) => each * front.alpha + back[at] * (1 - front.alpha));
  const luminance = (rgb) => { const [r, g, b] = rgb.map((each) => ((each /= 255) <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (element) => {
    const layers = [];
    for (const each of above(element)) {
      const layer = colour(getComputedStyle(each).backgroundColor);
      layers.push(layer);
      if (layer.alpha === 1) break;
    }
    return layers.reduceRight((back, layer) => over(layer, back), [255, 255, 255]);
  };
  const isDisabled = (element) => Boolean(element.closest("[disabled]:not([disabled=false]), [aria-disabled=true], .is-busy"));
  for (const element of seen.filter(ownText)) {
    if (isDisabled(element)) continue;
    const style = getComputedStyle(element);
    const back = ground(element);
    const front = colour(element instanceof SVGElement ? style.fill : style.color);
    const alpha = [...above(element)].reduce((product, each) => product * Number(getComputedStyle(each).opacity), front.alpha);
    const [low, high] = [luminance(over({ rgb: front.rgb, alpha }, back)), luminance(back)].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    const size = parseFloat(style.fontSize);
    const least = size >= LARGE || (size >= LARGE_BOLD && Number(style.fontWeight) >= 700) ? LARGE_RATIO : LEAST_RATIO;
    if (ratio < least) fault("too pale", element, `${ratio.toFixed(2)}, ${style.color} on ${back.map(Math.round)}`);
  }

  // It is said in the person's language, and whole.
  const told = seen.flatMap((element) => [
    ...[...element.childNodes].filter((node) => node.nodeType === 3).map((node) => [element, node.data]),
    ...["aria-label", "placeholder", "alt", "title"].filter((each) => element.hasAttribute(each)).map((each) => [element, element.getAttribute(each)]),
  ]);
  for (const [element, text] of told) {
    if (/\b(undefined|null|NaN)\b|\[object|\{\w+\}|Invalid Date/.test(text)) fault("not a text", element, text);
    if (/^\s*[a-z]+(_[a-z]+)+\s*$/.test(text)) fault("a word of the machine", element, text);
    for (const chinese of said ? (text.match(/\p{Script=Han}+/gu) ?? []) : []) if (!said.some((each) => each.includes(chinese))) fault("not English", element, text.trim());
  }
  return [...new Set(faults)];
}
