import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { api, got } from "@/api/client";

/** No news tell of a reading: it is asked for. */
const READINGS_MS = 60_000;

/** What several parts of the page read; the keys begin as the live news name them. */
export const useProject = (id: () => string) =>
  useQuery({ queryKey: computed(() => ["project", id()]), queryFn: () => got(api.GET("/projects/{project_id}", { params: { path: { project_id: id() } } })) });

export const useFacts = (id: () => string) =>
  useQuery({ queryKey: computed(() => ["facts", id()]), queryFn: () => got(api.GET("/projects/{project_id}/facts", { params: { path: { project_id: id() } } })) });

export const useReports = (id: () => string) =>
  useQuery({ queryKey: computed(() => ["progress", "project", id()]), queryFn: () => got(api.GET("/projects/{project_id}/progress", { params: { path: { project_id: id() } } })) });

export const useDevices = (id: () => string) =>
  useQuery({ queryKey: computed(() => ["devices", id()]), refetchInterval: READINGS_MS, queryFn: () => got(api.GET("/projects/{project_id}/devices", { params: { path: { project_id: id() } } })) });

export const useOpenWarnings = (id: () => string) =>
  useQuery({ queryKey: computed(() => ["warnings", "of", id()]), queryFn: () => got(api.GET("/warnings", { params: { query: { project_id: id(), limit: 6 } } })) });

export const OPEN_ORDERS = ["issued", "replied", "reviewed"] as const;

/** As many as one answer holds: what is counted of them is exact below that. */
export const useOpenOrders = (id: () => string) =>
  useQuery({
    queryKey: computed(() => ["orders", "of", id()]),
    queryFn: () => got(api.GET("/orders", { params: { query: { project_id: id(), states: [...OPEN_ORDERS], limit: 100 } } })),
  });
