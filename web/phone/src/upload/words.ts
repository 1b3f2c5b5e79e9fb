import { texts } from "@/i18n";
import type { Photo } from "./photos";

const t = texts({
  "zh-CN": { kept: "已存手机，等待上传", waiting: "已存手机，等待网络", sending: "上传中 {percent}%", sent: "已上传", refused: "未被接收" },
  en: { kept: "On the phone, waits its turn", waiting: "On the phone, waits for a line", sending: "Sending {percent}%", sent: "Sent", refused: "Not accepted" },
});

/** How far a photo has come, for people. */
export const stateOf = (photo: Photo): string => t(photo.state, { percent: Math.floor((photo.sentBytes / photo.sizeBytes) * 100) });

/** The colour of that; the words say it too. */
export const colourOf = (photo: Photo): string => ({ kept: "", waiting: "is-yellow", sending: "is-blue", sent: "is-green", refused: "is-red" })[photo.state];
