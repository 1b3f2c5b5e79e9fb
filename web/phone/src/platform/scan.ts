import { Problem, offline } from "@/api/problem";
import { texts } from "@/i18n";
import type { Shot } from "./files";
import { start } from "./viewfinder";

/** A camera that looks for codes. */
export interface Watch {
  stop: () => void;
  /** The lamp, where the phone gives it to us. */
  light: ((isOn: boolean) => Promise<void>) | null;
}

const t = texts({
  "zh-CN": {
    refused: "没有得到使用相机的许可", refusedNext: "请在浏览器或系统设置中允许使用相机，或从相册选取、手动输入", none: "这里打不开相机", noneNext: "请从相册选取二维码照片，或手动输入",
    unread: "照片里没有找到二维码", unreadNext: "请选取清晰、完整、没有反光的二维码照片",
  },
  en: {
    refused: "The camera was not allowed", refusedNext: "Allow it in the browser's or the system's settings, or choose a photo, or type the code",
    none: "The camera cannot be opened here", noneNext: "Choose a photo of the code, or type it", unread: "No code was found in the photo", unreadNext: "Choose a sharp photo of the whole code without glare",
  },
});

/** Opens WeChat's own scanner, with its album and lamp; null if the person thought better of it. */
export function scanInWechat(): Promise<string | null> {
  return new Promise((resolve) => {
    uni.scanCode({ scanType: ["qrCode"], success: ({ result }) => resolve(result), fail: () => resolve(null) });
  });
}

// #ifdef H5
const EVERY_MS = 150;
/** A frame is read at this size: enough for our codes, and quick on an old phone. */
const FRAME_PX = 960;
const PICTURE_PX = 2000;

type Reader = (canvas: HTMLCanvasElement) => Promise<string | null>;
interface Detector {
  detect: (canvas: HTMLCanvasElement) => Promise<{ rawValue: string }[]>;
}
interface Detectors {
  new (given: { formats: string[] }): Detector;
  getSupportedFormats: () => Promise<string[]>;
}

let reader: Promise<Reader> | null = null;

/** The browser's own reader where it has one; ours is fetched when somebody scans, not before. */
function ready(): Promise<Reader> {
  reader ??= make().catch((error: unknown) => {
    reader = null;
    console.error(error);
    throw offline();
  });
  return reader;
}

async function make(): Promise<Reader> {
  const Native = (globalThis as unknown as { BarcodeDetector?: Detectors }).BarcodeDetector;
  if (Native && (await Native.getSupportedFormats()).includes("qr_code")) {
    const detector = new Native({ formats: ["qr_code"] });
    return async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? null;
  }
  const read = await (await import("./code_reader")).ownReader();
  return (canvas) => read(canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height));
}

function drawn(from: CanvasImageSource, width: number, height: number, most: number): HTMLCanvasElement {
  const scale = Math.min(1, most / Math.max(width, height));
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(width * scale), height: Math.round(height * scale) });
  canvas.getContext("2d", { willReadFrequently: true })!.drawImage(from, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function lightOf(track: MediaStreamTrack | undefined): Watch["light"] {
  const hasLight = Boolean((track?.getCapabilities?.() as { torch?: boolean } | undefined)?.torch);
  return hasLight ? (isOn) => track!.applyConstraints({ advanced: [{ torch: isOn } as MediaTrackConstraintSet] }) : null;
}

async function opened(host: HTMLElement): ReturnType<typeof start> {
  try {
    return await start(host);
  } catch (error) {
    const isRefused = (error as DOMException).name === "NotAllowedError";
    throw isRefused ? new Problem("camera_refused", t("refused"), t("refusedNext"), -1) : new Problem("camera_missing", t("none"), t("noneNext"), -1);
  }
}

/** Shows the camera within the element and tells of the first code that it sees, once. */
export async function watch(host: HTMLElement, found: (text: string) => void, failed: (why: unknown) => void): Promise<Watch> {
  const finder = await opened(host);
  const video = host.querySelector("video")!;
  let isOver = false;
  const stop = (): void => {
    isOver = true;
    finder.stop();
  };
  async function look(): Promise<void> {
    const read = await ready();
    while (!isOver) {
      const text = await read(drawn(video, video.videoWidth, video.videoHeight, FRAME_PX));
      if (text && !isOver) {
        stop();
        return found(text);
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }
  void look().catch(failed);
  return { stop, light: lightOf((video.srcObject as MediaStream).getVideoTracks()[0]) };
}

/** The code in a picture of the album. */
export async function readPicture(shot: Shot): Promise<string> {
  const read = await ready();
  const picture = await createImageBitmap(shot.bytes!, { imageOrientation: "from-image" }).catch(() => null);
  const text = picture && (await read(drawn(picture, picture.width, picture.height, PICTURE_PX)));
  if (!text) throw new Problem("code_unread", t("unread"), t("unreadNext"), -1);
  return text;
}
// #endif
