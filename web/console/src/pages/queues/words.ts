import { texts } from "@/i18n";

/** The queues by name, and what all of them say. */
export const t = texts({
  "zh-CN": {
    title: "待办", accounts: "账号与岗位", facts: "资料核实", progress: "形象进度", reviews: "月度核查", drafts: "整改通知草稿", extensions: "延期申请", reinspections: "整改复查", overdue: "逾期事项",
    next: "下一条", previous: "上一条", cancel: "取消", undo: "撤销", returnIt: "退回", none: "这里没有待办", noneHint: "新的事项会自动出现在这里", list: "待办列表", left: "还有 {n} 条", project: "查看项目",
    reasonShort: "请至少填写两个字", gone: "这条已不在您的待办里", goneHint: "可能已由同事办理，或现场已重新提交",
  },
  en: {
    title: "To do", accounts: "Accounts and posts", facts: "Facts", progress: "Monthly progress", reviews: "Monthly review", drafts: "Drafted orders", extensions: "Extensions", reinspections: "Re-inspections", overdue: "Overdue",
    next: "Next", previous: "Previous", cancel: "Cancel", undo: "Undo", returnIt: "Return", none: "Nothing waits here", noneHint: "What comes shows here by itself", list: "What waits", left: "{n} left", project: "Open the project",
    reasonShort: "Two characters at least", gone: "This does not wait for you any more", goneHint: "A colleague may have decided, or the site has filed anew",
  },
});
