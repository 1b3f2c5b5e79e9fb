import { texts } from "@/i18n";

export const t = texts({
  "zh-CN": {
    confirm: "确认", returnIt: "退回", returnLabel: "退回原因（项目部会看到）", returnAct: "退回项目部", said: "{act} · {project} {month}", confirmed: "确认进度", returned: "退回进度",
    now: "本次", before: "上次", none: "没有更早的进度", noView: "上次没有拍这个角度", noViewNow: "本次没有拍这个角度", noPhotos: "没有照片", stage: "施工阶段", floors: "已完成层数", percent: "总体进度", note: "说明", by: "经手",
    more: "+{n}%", less: "{n}%", same: "与上次持平", back: "比上次减少，请核对", again: "第 {n} 次提交，上次退回原因：{why}", filed: "项目部提交", reviewed: "总监审核", views: "拍摄角度", original: "看原图",
    keyView: "换角度",
  },
  en: {
    confirm: "Confirm", returnIt: "Return", returnLabel: "Why it goes back (the site reads this)", returnAct: "Return to the site", said: "{act} · {project} {month}", confirmed: "Confirm", returned: "Return",
    now: "This report", before: "Report before", none: "No earlier report", noView: "This view was not taken last time", noViewNow: "This view was not taken this time", noPhotos: "No photos", stage: "Stage", floors: "Floors done", percent: "Overall", note: "Note", by: "By",
    more: "+{n}%", less: "{n}%", same: "as before", back: "less than before: please check", again: "Filed for the {n}. time; it went back because: {why}", filed: "Filed by the site", reviewed: "Passed by the chief", views: "Views", original: "Full size",
    keyView: "other view",
  },
});
