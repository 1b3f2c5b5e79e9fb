import { ref } from "vue";

/** A new build of the pages is ready; it is taken when the person says so. */
export const isRenewable = ref(false);

let taken: () => void = () => undefined;

/** Takes the new build: the page is read anew. */
export const renew = (): void => taken();

/** Keeps the pages themselves on the phone, so that they open without a line. The mini-program has that by itself. */
export function keepShell(): void {
  // #ifdef MP-WEIXIN
  const manager = uni.getUpdateManager();
  manager.onUpdateReady(() => offer(() => manager.applyUpdate()));
  // #endif
  // #ifdef H5
  if (!("serviceWorker" in navigator)) return;
  // A part that does not come: perhaps this page is of an older build.
  window.addEventListener("vite:preloadError", () => void navigator.serviceWorker.getRegistration("/m/").then((found) => found?.update()).catch(() => undefined));
  void navigator.serviceWorker.register("/m/sw.js", { scope: "/m/" }).then(async (registration) => {
    const watch = (): void => awaited(registration.installing);
    if (registration.waiting && navigator.serviceWorker.controller) awaited(registration.waiting);
    watch();
    registration.addEventListener("updatefound", watch);
    const ready = await navigator.serviceWorker.ready;
    setTimeout(() => ready.active?.postMessage("fill"), 3000);
  });
  // #endif
}

function offer(take: () => void): void {
  taken = take;
  isRenewable.value = true;
}

// #ifdef H5
/** A worker beside the one that serves this page: once it has its parts, it may take over. */
function awaited(worker: ServiceWorker | null): void {
  const look = (): void => {
    if (worker!.state !== "installed" || !navigator.serviceWorker.controller) return;
    offer(() => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      worker!.postMessage("renew");
    });
  };
  if (!worker) return;
  worker.addEventListener("statechange", look);
  look();
}
// #endif
