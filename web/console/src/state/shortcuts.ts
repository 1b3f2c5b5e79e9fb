import { onBeforeUnmount, onMounted } from "vue";

const WRITING = "input:not([type=radio]):not([type=checkbox]), textarea, select, dialog[open] *, [contenteditable]";

/** The name of the key without Shift and CapsLock; none where Ctrl, Meta or Alt make it the browser's. */
export const named = ({ key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): string =>
  ctrlKey || metaKey || altKey ? "" : key.length === 1 ? key.toLowerCase() : key;

/** Single keys for a page, as long as nobody is writing: `useShortcuts({ c: confirm })`. */
export function useShortcuts(keys: Record<string, () => unknown>): void {
  const pressed = (event: KeyboardEvent): void => {
    const act = keys[named(event)];
    const isWriting = event.target instanceof Element && event.target.closest(WRITING);
    if (!act || isWriting || event.repeat || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    act();
  };
  onMounted(() => document.addEventListener("keydown", pressed));
  onBeforeUnmount(() => document.removeEventListener("keydown", pressed));
}
