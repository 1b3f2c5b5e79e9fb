import type { Component } from "vue";
import type { RouteRecordRaw } from "vue-router";
import type { Schemas } from "@/api/client";
import type { sectionName } from "./words";

type Me = Schemas["Me"];

type Page = () => Promise<{ default: Component }>;

export interface Section {
  name: Parameters<typeof sectionName>[0];
  page: Page;
  /** Its other pages, by what follows in the address. */
  pages?: Record<string, Page>;
  /** Whom the server lets read it; everybody unless said. */
  isFor?: (me: Me) => boolean;
}

/** At a station its administrator alone sees the list of colleagues. */
const maySeeColleagues = (me: Me): boolean => me.is_unit_administrator || me.unit_level !== "station";

/** The sections of the administration, in the order of its tabs; the first opens. */
export const SECTIONS: Section[] = [
  { name: "units", page: () => import("./UnitsPage.vue") },
  { name: "people", page: () => import("./PeoplePage.vue"), isFor: maySeeColleagues },
  { name: "enterprises", page: () => import("./EnterprisesPage.vue"), pages: { people: () => import("./StaffPage.vue") } },
  { name: "posts", page: () => import("./PostsPage.vue"), pages: { vacant: () => import("./VacantPage.vue"), concurrent: () => import("./ConcurrentPage.vue") } },
  { name: "handovers", page: () => import("./HandoversPage.vue"), pages: { ":id": () => import("./HandoverPage.vue") } },
  { name: "adoption", page: () => import("./AdoptionPage.vue") },
  { name: "devices", page: () => import("./DevicesPage.vue") },
  { name: "groups", page: () => import("./GroupsPage.vue"), isFor: (me) => me.is_unit_administrator },
  { name: "outbox", page: () => import("./OutboxPage.vue") },
  { name: "jobs", page: () => import("./JobsPage.vue"), isFor: (me) => me.is_unit_administrator && me.unit_level === "province" },
  { name: "partners", page: () => import("./PartnersPage.vue"), isFor: (me) => me.is_unit_administrator },
  { name: "audit", page: () => import("./AuditPage.vue"), isFor: (me) => me.is_unit_administrator },
  { name: "sign-ins", page: () => import("./SignInsPage.vue") },
  { name: "reference", page: () => import("./ReferencePage.vue"), pages: { calendar: () => import("./CalendarPage.vue") } },
];

export const routes: RouteRecordRaw[] = [
  {
    path: "/admin",
    component: () => import("./AdminPage.vue"),
    meta: { area: "admin" },
    redirect: "/admin/units",
    children: SECTIONS.flatMap(({ name, page, pages = {} }) => [
      { path: name, component: page },
      ...Object.entries(pages).map(([rest, other]) => ({ path: `${name}/${rest}`, component: other, props: true })),
    ]),
  },
];
