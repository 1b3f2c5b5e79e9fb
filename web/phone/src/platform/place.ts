import { Problem } from "@/api/problem";
import { texts } from "@/i18n";

/** Where the phone is, in degrees of WGS-84, and how sure it is of it. */
export interface Here {
  longitude: number;
  latitude: number;
  accuracyMetres: number;
}

const PATIENCE_MS = 15_000;

const t = texts({
  "zh-CN": {
    refused: "没有得到使用位置的许可", refusedNext: "请在系统或浏览器设置中允许本应用使用位置，或在地图上选点、输入坐标", none: "暂时测不到位置", noneNext: "请到室外或窗边再试一次，或在地图上选点、输入坐标",
  },
  en: {
    refused: "The place was not allowed", refusedNext: "Allow it in the system's or the browser's settings, or choose on the map, or type the coordinates", none: "The place cannot be found now",
    noneNext: "Try again outdoors or at a window, or choose on the map, or type the coordinates",
  },
});

const failed = (isRefused: boolean): Problem =>
  isRefused ? new Problem("place_refused", t("refused"), t("refusedNext"), -1) : new Problem("place_missing", t("none"), t("noneNext"), -1);

/** Asks the phone once. Only after the privacy notice was agreed to. */
export function whereAmI(): Promise<Here> {
  return new Promise((resolve, reject) => {
    // #ifdef MP-WEIXIN
    wx.getLocation({
      type: "wgs84",
      isHighAccuracy: true,
      highAccuracyExpireTime: 5000,
      success: ({ longitude, latitude, accuracy }: { longitude: number; latitude: number; accuracy: number }) => resolve({ longitude, latitude, accuracyMetres: accuracy }),
      fail: ({ errMsg }: { errMsg: string }) => reject(failed(/auth|den|privacy/i.test(errMsg))),
    });
    // #endif
    // #ifndef MP-WEIXIN
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ longitude: coords.longitude, latitude: coords.latitude, accuracyMetres: coords.accuracy }),
      ({ code }) => reject(failed(code === 1)),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 0 },
    );
    // #endif
  });
}
