import { post } from "@/api/client";
import type { Schemas } from "@/api/types";
import { carries } from "./parcels";

/** A month's report as it is filled in; `again` are photos of the returned report that still say what is meant. */
export interface Filing {
  projectId: string;
  report: Omit<Schemas["NewReport"], "photos">;
  again: Schemas["NewPhoto"][];
}

export const draftOf = (projectId: string, period: string): string => `progress:${projectId}:${period}`;

carries<Filing>("progress", ({ projectId, report, again }, photos, key) => {
  const taken = photos.map((photo) => ({ photo_id: photo.photoId!, slot: photo.slot }));
  const kept = again.filter(({ slot }) => !taken.some((photo) => photo.slot === slot));
  return post("/projects/{project_id}/progress", { path: { project_id: projectId }, body: { ...report, photos: [...taken, ...kept] }, key });
});
