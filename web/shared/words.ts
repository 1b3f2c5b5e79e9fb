import { texts } from "./i18n";

/** Posts on a project, by the server's names. */
export const postName = texts({
  "zh-CN": {
    project_manager: "项目经理", chief_engineer: "总监理工程师", safety_officer: "专职安全员", materials_clerk: "材料员", developer_lead: "建设单位项目负责人",
    regulator: "监管人员", supervising_unit: "监督机构",
  },
  en: {
    project_manager: "Project manager", chief_engineer: "Chief supervision engineer", safety_officer: "Safety officer", materials_clerk: "Materials clerk",
    developer_lead: "Developer's lead", regulator: "Regulator", supervising_unit: "Supervising unit",
  },
}) as (kind: string) => string;

/** A project's status, by the server's names. */
export const statusName = texts({
  "zh-CN": { not_started: "未开工", under_construction: "在建", paused: "停工", finished: "完工" },
  en: { not_started: "Not started", under_construction: "Under construction", paused: "Paused", finished: "Finished" },
}) as (status: string) => string;
