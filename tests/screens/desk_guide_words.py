"""What the guide for regulators says, in both languages; the words in quotes are as they stand on the pages."""

from typing import Final

import msgspec

from tests.screens.guide_words import Both, Sign


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """One matter: a picture of the console, the part of it that is shown, and what to do."""

    scene: str
    top: int = 0
    """Pixels left out above; the part is as high as the layout asks."""
    title: Both
    lines: tuple[Both, ...]


TITLE: Final = Both("工程沙盘 · 监管人员两页纸", "Sandtable at a regulator's desk, in two pages")
INTRO: Final = Both(
    "给各级住建、交通、水务等监管机构的同事。电脑端用 Chrome 或 Edge，手机用企业微信。",
    "For colleagues of every regulating body. Chrome or Edge at the desk, WeCom on the phone.",
)

FIRST: Final = (
    Look(
        scene="sign_in",
        title=Both("1 扫码登录", "1 Sign in by scanning"),
        lines=(
            Both(
                "在企业微信里打开“工程沙盘”，点“扫一扫”，对准屏幕上的码。管理员办理账号、群和密钥，点“用企业微信登录”。",
                "Open “工程沙盘” in WeCom, tap scan, hold it before the code. "
                "For accounts, groups and keys administrators press “Sign in with WeCom”.",
            ),
            Both(
                "手机上选出屏幕显示的数字，再确认。不是您本人操作，就点“不是我，报告”。",
                "Choose on the phone the number that the screen shows. If it was not you: “It was not me, report it”.",
            ),
            Both(
                "离开电脑前点右上角姓名，“退出登录”；“我的登录”里能看到并结束其他登录。",
                "Leaving: your name, “Sign out”. “Where I am signed in” ends others.",
            ),
        ),
    ),
    Look(
        scene="map_city",
        title=Both("2 先看沙盘", "2 The sand table first"),
        lines=(
            Both(
                "上方每个数字都能点开，列出背后的项目，条数与数字一致。",
                "Every number opens the list behind it; the list is as long as the number says.",
            ),
            Both(
                "点一个市、区进入；圆圈是一组项目，外圈颜色是其中最重的预警。",
                "Click a city or a district to enter. A circle is a group of projects; its ring shows their warnings.",
            ),
            Both(
                "新预警到来时，地图上相应位置会闪动。下方滑块回看过去的月份。",
                "A new warning pulses where it is. The slider below goes back month by month.",
            ),
        ),
    ),
    Look(
        scene="queues",
        title=Both("3 再看待办", "3 Then what waits for you"),
        lines=(
            Both(
                "左侧“待办”旁的数字就是等您决定的事项；逾期的勾选后一并催办。",
                "The number beside “To do” is what waits for you. Tick what is overdue and urge it all at once.",
            ),
            Both(
                "账号审批、资料核实、月度核查、待签发的整改单都在这里，可以批量办；写了一半的内容会保留。",
                "Accounts, facts, months and drafted orders wait here; many go at once. What is begun stays.",
            ),
        ),
    ),
    Look(
        scene="queue_progress",
        title=Both("4 形象进度", "4 Monthly progress"),
        lines=(
            Both(
                "本次与上次的照片同一角度并排；左右方向键换角度。",
                "This photo beside the one before of the same view; the arrow keys change the view.",
            ),
            Both(
                "C 确认，R 退回并写明原因，N 下一条，P 上一条。",
                "C confirms, R returns with a reason, N is the next, P the one before.",
            ),
            Both("办完有几秒可以“撤销”（Z）。", "For some seconds “Undo” (Z) takes it back."),
        ),
    ),
)
SECOND: Final = (
    Look(
        scene="queue_facts",
        title=Both("5 资料核实", "5 Facts to verify"),
        lines=(
            Both(
                "每一项单独核实；改过的项目显示原值和新值。",
                "Each fact is verified by itself; what was changed shows old and new.",
            ),
            Both(
                "不符的写明原因退回，项目部的手机立即收到。",
                "What does not agree goes back with a reason; the site's phones have it at once.",
            ),
        ),
    ),
    Look(
        scene="warning",
        title=Both("6 预警处置", "6 Warnings"),
        lines=(
            Both(
                "曲线、限值和依据条款在一起；“由我跟进”让同事知道有人在管。",
                "The curve, the limit and its clause stand together. “I follow it up” tells colleagues.",
            ),
            Both(
                "U 催办现场，O 签发整改通知单，X 解除（写明原因）；常用筛选可以存下来。",
                "U urges the site, O makes an order of it, X closes it with a reason. Filters can be kept.",
            ),
            Both("“通知记录”列出通知了谁、何时、是否送达。", "“Who was told” says whom it reached, how and when."),
        ),
    ),
    Look(
        scene="order",
        title=Both("7 整改通知单", "7 Orders"),
        lines=(
            Both(
                "按条列出问题；整改前后的照片可拖动比较。",
                "One line a finding; before and after are compared by dragging.",
            ),
            Both(
                "“复查合格，闭环”或“复查不合格，退回”并定新期限；项目部可在到期前申请一次延期。",
                "“In order: close it”, or return it with a new date. The site may ask for more time once a round.",
            ),
        ),
    ),
    Look(
        scene="project",
        title=Both("8 一个项目的全部", "8 All of a project"),
        lines=(
            Both(
                "上方搜索框输入名称、单位或许可证号。", "Type a name, a firm or a permit number into the search above."
            ),
            Both(
                "时间线、照片对比、设备曲线、人员、月度报告都在这里；“打印 / 另存为 PDF”。",
                "Its time line, photos by view, curves, people and months are here; “Print / save as PDF”.",
            ),
            Both(
                "单位、人员、岗位、设备、消息、审计在“系统管理”里。",
                "Units, people, posts, devices, messages and the audit are under “Administration”.",
            ),
        ),
    ),
)

SIGNS_TITLE: Final = Both("颜色", "Colours")
SIGNS: Final = (
    Sign(colour="red", words=Both("红", "Red"), meaning=Both("最重，须立即处置", "The gravest: act at once")),
    Sign(
        colour="orange",
        words=Both("橙", "Orange"),
        meaning=Both("严重，或多次无人应答", "Grave, or left without an answer"),
    ),
    Sign(
        colour="yellow",
        words=Both("黄", "Yellow"),
        meaning=Both("超限或逾期，现场须接手", "Over a limit or late: the site takes it"),
    ),
    Sign(colour="blue", words=Both("蓝", "Blue"), meaning=Both("提醒", "A reminder")),
    Sign(
        colour="grey",
        words=Both("静默", "Silent"),
        meaning=Both("有应报事项逾期未报", "Something that is owed is late"),
    ),
)
KEYS_TITLE: Final = Both("键盘", "Keys")
KEYS: Final = (
    ("C", Both("确认、核实、签发", "confirm, verify, issue")),
    ("R", Both("退回", "return")),
    ("←  →", Both("上一角度、下一角度", "previous and next view")),
    ("U  O  X", Both("催办、签发整改单、解除预警", "urge, make an order, close a warning")),
    ("N  P", Both("下一条、上一条", "next, previous")),
    ("Z", Both("撤销刚才的决定", "undo the last decision")),
    ("[  ]", Both("项目页的上一页签、下一页签", "a project's previous and next tab")),
)
