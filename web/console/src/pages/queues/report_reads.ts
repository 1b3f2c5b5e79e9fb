import { api, got } from "@/api/client";

/** A report of a month with its photos. */
export const readReport = (id: string) => ({ queryKey: ["progress", id], queryFn: () => got(api.GET("/progress/{report_id}", { params: { path: { report_id: id } } })) });

/** The one of the month before, to be seen beside it. */
export const readBefore = (id: string) => ({ queryKey: ["progress", id, "before"], queryFn: () => got(api.GET("/progress/{report_id}/before", { params: { path: { report_id: id } } })), staleTime: 600_000 });
