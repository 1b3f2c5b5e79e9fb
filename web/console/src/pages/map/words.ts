import type { Schemas } from "@/api/client";
import { language, texts } from "@/i18n";

/** What is counted, in a sentence and at the head of the numbers. */
export const kindName = texts({
  "zh-CN": { projects: "项目", red: "红色预警", orange: "橙色及以上", warned: "有未解除预警", silent: "静默", dangerous: "有危大工程", oversized: "超规模危大" },
  en: { projects: "Projects", red: "Red warning", orange: "Orange or worse", warned: "Any open warning", silent: "Silent", dangerous: "Dangerous works", oversized: "Oversized works" },
});

/** What exactly a number counts. */
export const kindMeaning = texts({
  "zh-CN": {
    projects: "全部项目", red: "有未解除红色预警的项目", orange: "有未解除橙色或红色预警的项目", warned: "有任何未解除预警的项目", silent: "静默：现场应办事项已逾期未办的项目",
    dangerous: "有危险性较大的分部分项工程的项目", oversized: "其中有超过一定规模的危大工程的项目",
  },
  en: {
    projects: "All projects", red: "Projects with an open red warning", orange: "Projects with an open orange or red warning", warned: "Projects with any open warning", silent: "Silent: projects whose site owes something that is overdue",
    dangerous: "Projects with dangerous works (危大工程)", oversized: "Projects with dangerous works above the set scale (超规模)",
  },
});

/** At the head of a narrow column, which may break it. */
export const shortName = texts({
  "zh-CN": { projects: "项目", red: "红", orange: "橙以上", warned: "有预警", silent: "静默", dangerous: "危大工程", oversized: "超规模" },
  en: { projects: "Projects", red: "Red", orange: "Orange or red", warned: "Any warning", silent: "Silent", dangerous: "Dangerous works", oversized: "Oversized works" },
});

export const sectorName = texts({
  "zh-CN": { housing: "房屋市政", transport: "交通", rail: "轨道交通", water_affairs: "水务", water_conservancy: "水利", forestry_garden: "林业园林" },
  en: { housing: "Housing and municipal", transport: "Transport", rail: "Rail transit", water_affairs: "Water affairs", water_conservancy: "Water conservancy", forestry_garden: "Forestry and garden" },
});
export const SECTORS = ["housing", "transport", "rail", "water_affairs", "water_conservancy", "forestry_garden"] as const;

export const levelFilter = texts({
  "zh-CN": { blue: "蓝色及以上", yellow: "黄色及以上", orange: "橙色及以上", red: "红色" },
  en: { blue: "Blue or worse", yellow: "Yellow or worse", orange: "Orange or worse", red: "Red" },
});

export const gradeName = texts({
  "zh-CN": { none: "无危大工程", dangerous: "有危大工程", oversized: "有超规模危大工程" },
  en: { none: "No dangerous works", dangerous: "Dangerous works", oversized: "Oversized dangerous works" },
});

export const silence = texts({ "zh-CN": { true: "静默", false: "不静默" }, en: { true: "Silent", false: "Not silent" } });

/** A city's or district's name without what it is. */
export const short = (name: Schemas["Text"]): string => (language.value === "en" ? name.en.replace(/ (District|County|City)$/, "") : name.zh.replace(/市$/, ""));
