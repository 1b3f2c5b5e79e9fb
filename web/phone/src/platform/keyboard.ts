// #ifdef H5
/** In a browser uni-app's buttons do not hear the keys that press a button. */
export function pressByKeys(): void {
  document.addEventListener("keydown", (event) => {
    const isPressing = event.key === "Enter" || event.key === " ";
    if (!isPressing || !(event.target as HTMLElement).matches("uni-button, .uni-page-head-btn")) return;
    event.preventDefault();
    (event.target as HTMLElement).click();
  });
}

/** The bar's way back, with a name and a place among what is pressed. */
export function nameBack(label: string): void {
  document.querySelectorAll(".uni-page-head-hd .uni-page-head-btn").forEach((button) => {
    Object.entries({ role: "button", tabindex: "0", "aria-label": label }).forEach(([name, value]) => button.setAttribute(name, value));
  });
}
// #endif
