import { createSSRApp } from "vue";
import App from "./App.vue";
// #ifdef H5
import { pressByKeys } from "./platform/keyboard";
import { enter, follow } from "./platform/links";

enter();
follow();
pressByKeys();
// #endif

export function createApp() {
  return { app: createSSRApp(App) };
}
