import type { RouteRecordRaw } from "vue-router";

/** The parts of a project's page, in the order of its tabs; the first is what opens. */
export const PARTS = ["overview", "facts", "timeline", "photos", "readings", "warnings", "orders", "obligations", "dangerous", "people", "months"] as const;
export type Part = (typeof PARTS)[number];

export const path = (id: string, part: Part): string => (part === "overview" ? `/projects/${id}` : `/projects/${id}/${part}`);

const meta = { area: "projects" };

export const routes: RouteRecordRaw[] = [
  {
    path: "/projects/:id",
    component: () => import("./ProjectPage.vue"),
    props: true,
    meta,
    children: [
      { path: "", component: () => import("./OverviewPart.vue"), props: true },
      { path: "facts", component: () => import("./FactsPart.vue"), props: true },
      { path: "timeline", component: () => import("./TimelinePart.vue"), props: true },
      { path: "photos", component: () => import("./PhotosPart.vue"), props: true },
      { path: "readings", component: () => import("./ReadingsPart.vue"), props: true },
      { path: "warnings", component: () => import("./WarningsPart.vue"), props: true },
      { path: "orders", component: () => import("./OrdersPart.vue"), props: true },
      { path: "obligations", component: () => import("./ObligationsPart.vue"), props: true },
      { path: "dangerous", component: () => import("./DangerousPart.vue"), props: true },
      { path: "people", component: () => import("./PeoplePart.vue"), props: true },
      { path: "months", component: () => import("./MonthsPart.vue"), props: true },
    ],
  },
  { path: "/projects/:id/months/:period", component: () => import("./MonthPage.vue"), props: true, meta },
];
