/// <reference types="vite/client" />
declare const __VERSION__: string;

/** WeChat's own; only inside `#ifdef MP-WEIXIN`. */
declare const wx: any;

declare module "*.vue" {
  import type { DefineComponent } from "vue";
  const component: DefineComponent<Record<string, unknown>, Record<string, unknown>, unknown>;
  export default component;
}
