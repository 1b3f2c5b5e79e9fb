import { ref, watch } from "vue";

const KEPT = "sandtable.warnings.sound";

/** Off unless somebody has turned it on, at this computer. */
export const isLoud = ref(localStorage.getItem(KEPT) === "on");
watch(isLoud, (on) => localStorage.setItem(KEPT, on ? "on" : "off"));

/** Two short tones, where sound is on. */
export function ring(): void {
  if (!isLoud.value) return;
  const context = new AudioContext();
  [880, 660].forEach((hertz, at) => {
    const tone = new OscillatorNode(context, { frequency: hertz });
    tone.connect(new GainNode(context, { gain: 0.08 })).connect(context.destination);
    tone.start(context.currentTime + at * 0.18);
    tone.stop(context.currentTime + at * 0.18 + 0.14);
  });
  setTimeout(() => void context.close(), 1000);
}
