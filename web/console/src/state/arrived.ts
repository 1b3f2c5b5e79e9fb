import { onScopeDispose, ref } from "vue";
import { hear, type Told } from "./live";

export type WarningNews = Told["warning"];
export type Arrived = WarningNews & {
  /** Whether it still pulses. */
  isNew: boolean;
};

const PULSE_MS = 12_000;
const KEPT = 6;

/** The warnings that came while the page is open, the newest first, of those news that are `wanted`; each pulses for a while.
 *
 * News tell of everything that is done about a warning: only the raising makes one.
 */
export function useArrived(wanted: (told: WarningNews) => boolean, came: () => void = () => undefined) {
  const arrived = ref<Arrived[]>([]);
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const leave = hear("warning", (told) => {
    if (!wanted(told)) return;
    arrived.value = [{ ...told, isNew: true }, ...arrived.value.filter(({ id }) => id !== told.id)].filter(({ isNew }, at) => isNew || at < KEPT);
    timers.add(setTimeout(() => settle(told.id, told.at), PULSE_MS));
    came();
  });
  const settle = (id: string, at: string): void => {
    arrived.value = arrived.value.map((each) => (each.id === id && each.at === at ? { ...each, isNew: false } : each));
  };
  onScopeDispose(() => {
    leave();
    timers.forEach(clearTimeout);
  });
  return arrived;
}

/** Raised, or risen to a graver level. */
export const isAlarming = ({ what }: WarningNews): boolean => what === "raised" || what === "escalated";
