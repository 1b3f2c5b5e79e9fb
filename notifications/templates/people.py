"""What we say of people on projects: applications, ends, handovers."""

from collections.abc import Mapping
from typing import Final

from backend.core.i18n import Text
from notifications.templates.template import Template

PEOPLE: Final[Mapping[str, Template]] = {
    "post.applied": Template(
        title=Text("岗位申请待审批", "A post was applied for"),
        summary=Text("{person} 申请担任{post_kind}", "{person} applies for: {post_kind}"),
        page="posts",
    ),
    "post.decided": Template(
        title=Text("岗位申请已处理", "Your application was decided"),
        summary=Text("{post_kind}：{decision}。{reason}", "{post_kind}: {decision}. {reason}"),
        page="posts",
    ),
    "post.ended": Template(
        title=Text("岗位人员已离岗", "A post was given up or ended"),
        summary=Text("{person} 不再担任{post_kind}。{reason}", "{person} no longer is: {post_kind}. {reason}"),
        page="posts",
    ),
    "handover.offered": Template(
        title=Text("岗位交接待签收：{post_kind}", "A handover awaits your signature: {post_kind}"),
        summary=Text(
            "{person} 交接{post_kind}，未结事项 {matters} 项，请核对后签收或退回",
            "{person} hands over: {post_kind}, {matters} open matters. Read the list, then sign or refuse",
        ),
        page="handovers",
    ),
    "handover.decided": Template(
        title=Text("岗位交接{decision}：{post_kind}", "The handover was {decision}: {post_kind}"),
        summary=Text("{person}：{decision}。{reason}", "{person}: {decision}. {reason}"),
        page="handovers",
    ),
}
