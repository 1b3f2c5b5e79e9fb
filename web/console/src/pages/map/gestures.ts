import { onScopeDispose, type Ref, watch } from "vue";
import { panned, zoomed, type Size, type Spot, type View } from "./view";

const STEP = 80;
const CLICK_PIXELS = 5;

/** Moves the view by mouse, fingers, wheel and keys; a press that did not move is a click. */
export function useGestures(target: Ref<HTMLElement | null>, view: Ref<View | undefined>, size: Ref<Size>, clicked: (at: Spot) => void): void {
  const fingers = new Map<number, Spot>();
  let travelled = 0;

  const spotOf = (event: { clientX: number; clientY: number }): Spot => {
    const box = target.value!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const change = (act: (view: View) => View): void => void (view.value && (view.value = act(view.value)));

  function down(event: PointerEvent): void {
    if (event.button) return;
    target.value!.setPointerCapture(event.pointerId);
    if (!fingers.size) travelled = 0;
    fingers.set(event.pointerId, spotOf(event));
  }

  function move(event: PointerEvent): void {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = spotOf(event);
    travelled += Math.hypot(now.x - before.x, now.y - before.y);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, now);
    if (other) change((was) => zoomed(was, size.value, apart(now, other) / apart(before, other), other));
    else change((was) => panned(was, now.x - before.x, now.y - before.y));
  }

  function up(event: PointerEvent): void {
    if (fingers.delete(event.pointerId) && event.type === "pointerup" && !fingers.size && travelled < CLICK_PIXELS) clicked(spotOf(event));
  }

  function wheel(event: WheelEvent): void {
    event.preventDefault();
    change((was) => zoomed(was, size.value, Math.exp(-event.deltaY / 400), spotOf(event)));
  }

  const KEYS: Record<string, (was: View) => View> = {
    ArrowLeft: (was) => panned(was, STEP, 0),
    ArrowRight: (was) => panned(was, -STEP, 0),
    ArrowUp: (was) => panned(was, 0, STEP),
    ArrowDown: (was) => panned(was, 0, -STEP),
    "+": (was) => zoomed(was, size.value, 1.6),
    "=": (was) => zoomed(was, size.value, 1.6),
    "-": (was) => zoomed(was, size.value, 1 / 1.6),
  };

  function key(event: KeyboardEvent): void {
    const act = KEYS[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    change(act);
  }

  const heard = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up, keydown: key } as unknown as Record<string, (event: Event) => void>;
  let leave = (): void => undefined;
  watch(target, (element) => {
    leave();
    if (!element) return;
    Object.entries(heard).forEach(([name, act]) => element.addEventListener(name, act));
    const around = element.parentElement!; // Over what stands on the map as well.
    around.addEventListener("wheel", wheel, { passive: false });
    leave = () => {
      Object.entries(heard).forEach(([name, act]) => element.removeEventListener(name, act));
      around.removeEventListener("wheel", wheel);
    };
  });
  onScopeDispose(() => leave());
}

const apart = (a: Spot, b: Spot): number => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
