/** Shows a picture as large as the phone can; the browser's own zoom works on it, a tap closes it. */
export function enlarge(urls: string[], at: number): void {
  // #ifndef H5
  uni.previewImage({ urls, current: at });
  // #endif
  // #ifdef H5
  const dialog = document.createElement("dialog");
  const image = document.createElement("img");
  Object.assign(dialog.style, { maxWidth: "none", maxHeight: "none", width: "100vw", height: "100vh", padding: "0", border: "0", background: "#000", overflow: "auto" });
  Object.assign(image.style, { width: "100%", height: "100%", objectFit: "contain", touchAction: "pinch-zoom" });
  image.src = urls[at] ?? "";
  dialog.append(image);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  // #endif
}
