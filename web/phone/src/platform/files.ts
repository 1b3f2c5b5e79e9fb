// #ifdef H5
import { createStore, del, get, set } from "idb-keyval";
// #endif
import { Problem } from "@/api/problem";
import { texts } from "@/i18n";

/** A picture that was just taken or chosen. */
export interface Shot {
  /** Something that an image element shows. */
  path: string;
  /** The browser's file; WeChat has the path alone. */
  bytes?: Blob;
}

const LONG_SIDE = 2560;
const QUALITY = 0.85;
/** What is smaller is sent as it is. */
const SMALL_BYTES = 1.5 * 1024 * 1024;

const t = texts({
  "zh-CN": { room: "手机存储空间不足，照片没有留下来", roomNext: "请清理手机空间后重新拍摄", lost: "手机上找不到这张照片了", lostNext: "请重新拍摄" },
  en: { room: "No room left on the phone; the photo was not kept", roomNext: "Free some space and take it again", lost: "The photo is no longer on the phone", lostNext: "Take it again" },
});

/** The size that the thin line gets. */
function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONG_SIDE / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

const noRoom = (): Problem => new Problem("phone_full", t("room"), t("roomNext"), -1);
const lost = (): Problem => new Problem("photo_lost", t("lost"), t("lostNext"), -1);

// #ifdef H5
const drawer = createStore("photos", "bytes");
const held = new Map<string, Blob>();

async function blobOf(place: string): Promise<Blob> {
  const blob = held.get(place) ?? (await get<Blob>(place, drawer));
  if (!blob) throw lost();
  held.set(place, blob);
  return blob;
}

async function shrunkFile(shot: Shot): Promise<Shot> {
  if (!shot.bytes || shot.bytes.size <= SMALL_BYTES) return shot;
  const smaller = await redrawn(shot.bytes);
  return smaller.size < shot.bytes.size ? { ...shot, bytes: smaller } : shot;
}

/** A picture that the browser cannot read comes back as it is. */
async function redrawn(bytes: Blob): Promise<Blob> {
  try {
    const picture = await createImageBitmap(bytes, { imageOrientation: "from-image" });
    const canvas = Object.assign(document.createElement("canvas"), fitted(picture.width, picture.height));
    canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return (await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY))) ?? bytes;
  } catch {
    return bytes;
  }
}
// #endif
// #ifdef MP-WEIXIN
const disk = wx.getFileSystemManager();

const call = <T>(act: (done: { success: (found: T) => void; fail: (why: unknown) => void }) => void): Promise<T> =>
  new Promise((resolve, reject) => act({ success: resolve, fail: reject }));
// #endif

/** Pictures from the album, or from the phone's own camera; none if the person thought better of it. */
export function choose(from: "album" | "camera"): Promise<Shot | null> {
  return new Promise((resolve) => {
    // #ifdef MP-WEIXIN
    wx.chooseMedia({
      count: 1, mediaType: ["image"], sourceType: [from], sizeType: ["original"],
      success: ({ tempFiles }: { tempFiles: { tempFilePath: string }[] }) => resolve(tempFiles[0] ? { path: tempFiles[0].tempFilePath } : null),
      fail: () => resolve(null),
    });
    // #endif
    // #ifndef MP-WEIXIN
    uni.chooseImage({
      count: 1, sourceType: from === "camera" ? ["camera"] : ["album"],
      success: ({ tempFiles }) => {
        const file = (tempFiles as unknown as (File & { path: string })[])[0];
        resolve(file ? { path: file.path, bytes: file } : null);
      },
      fail: () => resolve(null),
    });
    // #endif
  });
}

/** The same picture for a thin line: long side 2560, quality 0.85; one that is small already or cannot be read stays. */
export async function shrunk(shot: Shot): Promise<Shot> {
  // #ifdef MP-WEIXIN
  const { size } = await call<{ size: number }>((done) => disk.getFileInfo({ filePath: shot.path, ...done }));
  if (size <= SMALL_BYTES) return shot;
  const found = await call<{ width: number; height: number }>((done) => wx.getImageInfo({ src: shot.path, ...done }));
  const { width: compressedWidth, height: compressedHeight } = fitted(found.width, found.height);
  return call<{ tempFilePath: string }>((done) => wx.compressImage({ src: shot.path, quality: QUALITY * 100, compressedWidth, compressedHeight, ...done })).then(({ tempFilePath }) => ({ path: tempFilePath }), () => shot);
  // #endif
  // #ifndef MP-WEIXIN
  return shrunkFile(shot);
  // #endif
}

/** Keeps the picture on the phone, also through a restart: where, and how large it is. */
export async function save(id: string, shot: Shot): Promise<{ place: string; sizeBytes: number }> {
  // #ifdef MP-WEIXIN
  const place = `${wx.env.USER_DATA_PATH}/photo-${id}.jpg`;
  try {
    await call((done) => disk.saveFile({ tempFilePath: shot.path, filePath: place, ...done }));
  } catch {
    throw noRoom();
  }
  const { size } = await call<{ size: number }>((done) => disk.getFileInfo({ filePath: place, ...done }));
  return { place, sizeBytes: size };
  // #endif
  // #ifndef MP-WEIXIN
  try {
    // A file of the album may change or go behind our back: its bytes are copied.
    const copy = new Blob([await shot.bytes!.arrayBuffer()], { type: shot.bytes!.type });
    await set(id, copy, drawer);
    held.set(id, copy);
    return { place: id, sizeBytes: copy.size };
  } catch {
    throw noRoom();
  }
  // #endif
}

/** Some bytes of a kept picture. */
export async function part(place: string, position: number, length: number): Promise<ArrayBuffer> {
  // WeChat reads no empty part; what is all there already is only to be finished.
  if (!length) return new ArrayBuffer(0);
  // #ifdef MP-WEIXIN
  const read = call<{ data: ArrayBuffer }>((done) => disk.readFile({ filePath: place, position, length, ...done }));
  return read.then(({ data }) => data, () => Promise.reject(lost()));
  // #endif
  // #ifndef MP-WEIXIN
  return (await blobOf(place)).slice(position, position + length).arrayBuffer();
  // #endif
}

/** An address under which a kept picture is shown while the app runs; empty if it is gone. */
export async function preview(place: string): Promise<string> {
  // #ifdef MP-WEIXIN
  return place;
  // #endif
  // #ifndef MP-WEIXIN
  return blobOf(place).then((blob) => URL.createObjectURL(blob), () => "");
  // #endif
}

/** Forgets a kept picture. */
export function drop(place: string): void {
  // #ifdef MP-WEIXIN
  disk.unlink({ filePath: place });
  // #endif
  // #ifndef MP-WEIXIN
  held.delete(place);
  void del(place, drawer);
  // #endif
}
