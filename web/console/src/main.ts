import "./style/base.css";
import { VueQueryPlugin } from "@tanstack/vue-query";
import { createApp } from "vue";
import App from "./App.vue";
import { router } from "./router";
import { queries } from "./state/queries";

createApp(App).use(router).use(VueQueryPlugin, { queryClient: queries }).mount("#app");
