import type { Shot } from "./files";

export interface Viewfinder {
  shoot: () => Promise<Shot>;
  stop: () => void;
}

/** The phone's back camera, seen within the element; it rejects where there is none or the person refuses it. */
export async function start(host: unknown): Promise<Viewfinder> {
  // #ifdef MP-WEIXIN
  // The page's `<camera>` shows it.
  const camera = wx.createCameraContext();
  const shoot = (): Promise<Shot> =>
    new Promise((resolve, reject) => camera.takePhoto({ quality: "high", success: (shot: { tempImagePath: string }) => resolve({ path: shot.tempImagePath }), fail: reject }));
  return { shoot, stop: () => void host };
  // #endif
  // #ifndef MP-WEIXIN
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 2560 }, height: { ideal: 1920 } } });
  const video = Object.assign(document.createElement("video"), { srcObject: stream, muted: true, autoplay: true, playsInline: true });
  Object.assign(video.style, { width: "100%", height: "100%", objectFit: "contain", display: "block" });
  (host as HTMLElement).append(video);
  await video.play();
  return {
    shoot: async () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: video.videoWidth, height: video.videoHeight });
      canvas.getContext("2d")!.drawImage(video, 0, 0);
      const bytes = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
      if (!bytes) throw new Error("the viewfinder gave no picture");
      return { path: URL.createObjectURL(bytes), bytes };
    },
    stop: () => {
      stream.getTracks().forEach((track) => track.stop());
      video.remove();
    },
  };
  // #endif
}
