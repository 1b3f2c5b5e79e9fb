import { nextTick } from "vue";
import type { RouteLocationNormalized, Router, RouterHistory } from "vue-router";

const TRIES = 60;

const content = (): HTMLElement | null => document.getElementById("content");

/** The content scrolls, not the window. What Back returns to may need some frames until it is as long as it was. */
function scroll(top: number, tries = TRIES): void {
  const box = content();
  if (!box) return;
  box.scrollTop = top;
  if (box.scrollTop < top - 1 && tries) requestAnimationFrame(() => scroll(top, tries - 1));
}

/** A tab that was pressed, or a field that the new page chose itself, keeps the focus. */
function focus(): void {
  const box = content();
  if (box && !box.contains(document.activeElement)) box.focus({ preventScroll: true });
}

/** Whether another page is shown: a filter, a chosen region or the next of a queue are the same page looked at otherwise. */
const isOther = (to: RouteLocationNormalized, from: RouteLocationNormalized): boolean =>
  to.path !== from.path && !(to.matched.at(-1)?.path.endsWith("?") && to.matched.at(-1) === from.matched.at(-1));

/** A new page begins at its top, Back returns to the place where one was; the focus goes into the page. */
export function keepPlaces(router: Router, history: RouterHistory): void {
  const places = new Map<number, number>();
  let here = 0;
  let isBack = false;
  // Heard before the router does: a way is gone before a listener of the window's after its own is called.
  history.listen(() => (isBack = true));
  router.beforeEach(() => void places.set(here, content()?.scrollTop ?? 0));
  router.afterEach((to, from) => {
    const wasBack = isBack;
    isBack = false;
    here = window.history.state?.position ?? 0;
    if (!from.matched.length || !isOther(to, from)) return;
    const top = wasBack ? (places.get(here) ?? 0) : 0;
    void nextTick(() => (focus(), scroll(top)));
  });
}
