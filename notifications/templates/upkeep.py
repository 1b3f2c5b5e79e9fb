"""What we tell administrators of the machinery itself."""

from collections.abc import Mapping
from typing import Final

from backend.core.i18n import Text
from notifications.templates.template import Template

UPKEEP: Final[Mapping[str, Template]] = {
    "delivery.dead": Template(
        title=Text("有消息未能送达", "A message could not be delivered"),
        summary=Text("“{title}”未送达 {to}：{reason}", "“{title}” did not reach {to}: {reason}"),
        page="outbox",
    ),
    "group.disabled": Template(
        title=Text("群机器人已停用：{name}", "A group's robot is out: {name}"),
        summary=Text("{reason}。请联系群主后重新接入", "{reason}. Ask the group's owner and connect it again"),
        page="groups",
    ),
    "app.faulty": Template(
        title=Text("企业微信应用不可用", "The WeCom app is out"),
        summary=Text(
            "{reason}。消息已保留，修复后自动补发", "{reason}. Messages are kept and go out once it is mended"
        ),
        page="outbox",
    ),
    "key.ending": Template(
        title=Text("接口密钥即将到期：{name}", "A key is about to end: {name}"),
        summary=Text("{ends} 到期，请通知对方更换", "It ends at {ends}; have it replaced before"),
        page="partners",
    ),
}
