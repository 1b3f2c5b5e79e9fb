import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";
import { routes as adminRoutes } from "@/pages/admin/routes";
import { routes as projectRoutes } from "@/pages/project/routes";
import { keepPlaces } from "@/state/place";

/** Every page of the console; `area` is the entry of the menu that it belongs to. */
const routes: RouteRecordRaw[] = [
  { path: "/", redirect: "/map" },
  { path: "/map/:region?", meta: { area: "map" }, component: () => import("@/pages/map/MapPage.vue") },
  { path: "/wall/:region?", meta: { area: "map", bare: true }, component: () => import("@/pages/map/WallPage.vue") },
  { path: "/projects", meta: { area: "projects" }, component: () => import("@/pages/projects/ProjectsPage.vue") },
  ...projectRoutes,
  ...adminRoutes,
  { path: "/queues", meta: { area: "queues" }, component: () => import("@/pages/queues/QueuesPage.vue") },
  { path: "/queues/progress/:id?", meta: { area: "queues" }, component: () => import("@/pages/queues/ProgressPage.vue") },
  { path: "/warnings", meta: { area: "warnings" }, component: () => import("@/pages/warnings/WarningsPage.vue") },
  { path: "/warnings/:id", meta: { area: "warnings" }, component: () => import("@/pages/warnings/WarningPage.vue") },
  { path: "/orders", meta: { area: "orders" }, component: () => import("@/pages/orders/OrdersPage.vue") },
  { path: "/orders/new", meta: { area: "orders" }, component: () => import("@/pages/orders/NewOrderPage.vue") },
  { path: "/orders/:id", meta: { area: "orders" }, component: () => import("@/pages/orders/OrderPage.vue") },
  { path: "/queues/reviews/:id?", meta: { area: "queues" }, component: () => import("@/pages/queues/ReviewsPage.vue") },
  { path: "/queues/facts/:id?", meta: { area: "queues" }, component: () => import("@/pages/queues/FactsPage.vue") },
  { path: "/queues/drafts/:id?", meta: { area: "queues" }, component: () => import("@/pages/queues/DraftsPage.vue") },
  { path: "/queues/extensions/:id?", meta: { area: "queues" }, component: () => import("@/pages/queues/ExtensionsPage.vue") },
  { path: "/queues/reinspections/:id?", meta: { area: "queues" }, component: () => import("@/pages/queues/ReinspectionsPage.vue") },
  { path: "/queues/accounts", meta: { area: "queues" }, component: () => import("@/pages/queues/AccountsPage.vue") },
  { path: "/queues/overdue", meta: { area: "queues" }, component: () => import("@/pages/queues/OverduePage.vue") },
  { path: "/:rest(.*)*", component: () => import("@/pages/NotFound.vue") },
];

const history = createWebHistory("/console/");
export const router = createRouter({ history, routes });
keepPlaces(router, history);
