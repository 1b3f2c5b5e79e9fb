import { texts } from "@/i18n";

export const t = texts({
  "zh-CN": {
    and: "、", verify: "核实“{fact}”", label: "退回原因（项目部会看到）", act: "退回项目部", since: "{when}收到", saidVerify: "核实{fact} · {project}", saidReturn: "退回{fact} · {project}",
    some: "批量核实（{n} 个项目）", choose: "选择 {name}", bulk: "批量核实首次填报的信息", bulkHint: "只包含从未核实过、也没有变化的信息；有变化的请逐条查看（此次跳过 {n} 条）。", act2: "核实 {n} 条", close: "关闭", nothing: "所选项目没有可批量核实的信息，请逐条查看。",
  },
  en: {
    and: ", ", verify: "Verify “{fact}”", label: "Why it goes back (the site reads this)", act: "Return to the site", since: "received {when}", saidVerify: "Verify {fact} · {project}", saidReturn: "Return {fact} · {project}",
    some: "Verify together ({n:project|projects})", choose: "Choose {name}", bulk: "Verify what was reported for the first time", bulkHint: "Only what was never verified and has not changed since; what has changed wants a look of its own ({n} left out).", act2: "Verify {n}", close: "Close", nothing: "Nothing here can be verified together; please look at each.",
  },
});
