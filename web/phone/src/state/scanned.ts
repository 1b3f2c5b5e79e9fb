/**
 * A sign-in code on its way from the scanner to the page that decides about it. It stands in no address and no history;
 * in a browser it stays in this tab, so that a reload does not cost a new scan.
 */
const KEPT = "scanned";
let code = "";

export function remember(scanned: string): void {
  code = scanned;
  // #ifdef H5
  sessionStorage.setItem(KEPT, scanned);
  // #endif
}

export function remembered(): string {
  // #ifdef H5
  code ||= sessionStorage.getItem(KEPT) ?? "";
  // #endif
  return code;
}

/** It was decided about, or is of no more use. */
export const forgetScanned = (): void => remember("");
