"""What the rules stand on, as people read it: each row with its clause and its dates of force."""

from backend.core.i18n import Text
from backend.overview import reference_projects as projects
from backend.overview import reference_supervision as supervision
from backend.overview.reference_row import ReferenceSection


async def sections() -> list[ReferenceSection]:
    """All of it, in the order of a regulator's questions."""
    return [
        ReferenceSection("limits", Text("监测限值", "Limits of monitoring"), await supervision.limits()),
        ReferenceSection("warnings", Text("预警类别", "Kinds of warnings"), await supervision.warnings()),
        ReferenceSection("escalation", Text("预警升级", "Escalation"), await supervision.escalation()),
        ReferenceSection("deadlines", Text("整改期限", "Deadlines of orders"), supervision.deadlines()),
        ReferenceSection("obligations", Text("责任事项", "Obligations"), projects.duties()),
        ReferenceSection("dangerous", Text("危大工程类别", "Dangerous works"), await projects.dangerous()),
        ReferenceSection("stages", Text("形象进度阶段", "Stages of progress"), await projects.stages()),
        ReferenceSection("views", Text("进度照片视角", "Views of photos"), projects.views()),
        ReferenceSection("posts", Text("项目岗位", "Posts on projects"), projects.posts()),
        ReferenceSection("terms", Text("期限与上限", "Terms and bounds"), projects.terms()),
        ReferenceSection("regions", Text("行政区划", "Regions"), await projects.regions()),
    ]
