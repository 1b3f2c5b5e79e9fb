import { mayAsk } from "@/platform/consent";
import { open } from "@/platform/page";
import type { Photo, Place } from "@/upload/photos";

export interface Wanted extends Place {
  /** What to photograph, in words. */
  title: string;
  /** The address of an earlier picture of the same view. */
  ghost?: string;
  /** The slot's other photos stay. */
  adds?: boolean;
}

let pending: { wanted: Wanted; resolve: (photo: Photo | null) => void } | null = null;

/** Opens the camera, or the album from there; the photo, kept on the phone, or null: nothing taken, or not agreed to. */
export function takePhoto(wanted: Wanted): Promise<Photo | null> {
  answer(null);
  if (!mayAsk()) return Promise.resolve(null);
  return new Promise((resolve) => {
    pending = { wanted, resolve };
    open("/pages/camera/camera");
  });
}

/** What the camera page is open for; null after a reload. */
export const wanted = (): Wanted | null => pending?.wanted ?? null;

export function answer(photo: Photo | null): void {
  pending?.resolve(photo);
  pending = null;
}
