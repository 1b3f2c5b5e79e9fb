import { ref } from "vue";
import { open } from "./page";

/** Counts up when the notice says something else: everybody is asked again. */
const VERSION = "1";
const KEPT = "privacy";

/** Whether the person agrees that phone number, photos and place are asked for. */
export const isAgreed = ref(uni.getStorageSync(KEPT) === VERSION);

type Decision = (said: { event: "agree" | "disagree"; buttonId?: string }) => void;

/** WeChat itself waits for the answer: it called before one of its private interfaces was used. */
let asking: Decision | null = null;

// #ifdef MP-WEIXIN
wx.onNeedPrivacyAuthorization?.((decide: Decision) => {
  asking = decide;
  // WeChat has not seen the person agree, whatever was ticked here: the notice asks once more.
  isAgreed.value = false;
  open("/pages/privacy/privacy");
});
// #endif

function tell(said: Parameters<Decision>[0]): void {
  asking?.(said);
  asking = null;
}

/** `buttonId`: of the button with which WeChat saw the person agree. */
export function agree(buttonId?: string): void {
  isAgreed.value = true;
  uni.setStorageSync(KEPT, VERSION);
  tell({ event: "agree", buttonId });
}

/** Not agreed, or no longer: what was given stays, nothing more is asked for. */
export function decline(): void {
  isAgreed.value = false;
  uni.removeStorageSync(KEPT);
  tell({ event: "disagree" });
}

/** Whether phone number, photo or place may be asked for now; if not, the notice opens, and leads back here. */
export function mayAsk(): boolean {
  if (!isAgreed.value) open("/pages/privacy/privacy");
  return isAgreed.value;
}
