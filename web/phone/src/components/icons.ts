import bell from "lucide-static/icons/bell.svg?raw";
import camera from "lucide-static/icons/camera.svg?raw";
import check from "lucide-static/icons/check.svg?raw";
import chevron from "lucide-static/icons/chevron-right.svg?raw";
import clock from "lucide-static/icons/clock.svg?raw";
import cloudOff from "lucide-static/icons/cloud-off.svg?raw";
import construction from "lucide-static/icons/hard-hat.svg?raw";
import file from "lucide-static/icons/file-text.svg?raw";
import image from "lucide-static/icons/image.svg?raw";
import mapPin from "lucide-static/icons/map-pin.svg?raw";
import people from "lucide-static/icons/users.svg?raw";
import phone from "lucide-static/icons/smartphone.svg?raw";
import plus from "lucide-static/icons/plus.svg?raw";
import refresh from "lucide-static/icons/refresh-cw.svg?raw";
import scan from "lucide-static/icons/scan-line.svg?raw";
import search from "lucide-static/icons/search.svg?raw";
import shield from "lucide-static/icons/shield-check.svg?raw";
import swap from "lucide-static/icons/arrow-left-right.svg?raw";
import trash from "lucide-static/icons/trash-2.svg?raw";
import upload from "lucide-static/icons/upload.svg?raw";
import warning from "lucide-static/icons/triangle-alert.svg?raw";
import wrench from "lucide-static/icons/wrench.svg?raw";
import close from "lucide-static/icons/x.svg?raw";
import light from "lucide-static/icons/flashlight.svg?raw";
import locate from "lucide-static/icons/locate-fixed.svg?raw";
import minus from "lucide-static/icons/minus.svg?raw";
import monitor from "lucide-static/icons/monitor.svg?raw";

/** Lucide's drawings (ISC), taken into the build one by one. */
const drawn = {
  bell, camera, check, chevron, clock, cloudOff, construction, file, image, mapPin, people, phone, plus, refresh, scan, search, shield, swap, trash, upload,
  warning, wrench, close, light, locate, minus, monitor,
};

export type IconName = keyof typeof drawn;

export const icons = Object.fromEntries(
  Object.entries(drawn).map(([name, svg]) => [name, svg.replace(/<!--[^>]*-->/, "").replace(/\s+/g, " ")]),
) as Record<IconName, string>;
