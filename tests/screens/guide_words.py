"""What the guide for site managers says, in both languages; `{…}` are words as they stand on the pages."""

from typing import Final

import msgspec


class Both(msgspec.Struct, frozen=True):
    """Chinese and English."""

    zh: str
    en: str

    def said(self, language: str) -> str:
        """In a language of the phone."""
        return self.en if language == "en" else self.zh


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One matter: a page as it looks on a phone of so many pixels' height, and what to do."""

    scene: str
    height: int
    title: Both
    lines: tuple[Both, ...]


class Sign(msgspec.Struct, frozen=True, kw_only=True):
    """Words on the phone, in their colour, and what they mean."""

    colour: str
    words: Both
    meaning: Both


TITLE: Final = Both("工程沙盘 · 现场使用两页纸", "Sandtable on site, in two pages")
INTRO: Final = Both(
    "给项目经理、总监和安全员。打印后贴在项目部。",
    "For project managers, chief engineers and safety officers. Print it and hang it in the site office.",
)

FIRST: Final = (
    Step(
        scene="sign_in", height=680, title=Both("1 登录", "1 Sign in"),
        lines=(
            Both("在微信里打开小程序“工程沙盘”。", "Open the mini-program “工程沙盘” in WeChat."),
            Both(
                "读隐私说明，勾选同意，点“用微信登录”；在浏览器里点“用企业微信登录”。",
                "Read the privacy notice, tick it, tap “Sign in with WeChat”; in a browser, “Sign in with WeCom”.",
            ),
            Both(
                "第一次要验证手机号：用登记在项目上的号码。",
                "The first time, verify the phone number that your project has registered.",
            ),
            Both("没有岗位？“我的”→“我的岗位”→“申请岗位”。", "No post yet? “Me”, “My posts”, “Apply for a post”."),
        ),
    ),
    Step(
        scene="home", height=760, title=Both("2 先看首页", "2 Look at Home first"),
        lines=(
            Both("最急的在最上面：先办第一行。", "The most pressing stands first: begin with the first line."),
            Both(
                "红、橙色的预警最急，再看逾期和快到期的。",
                "Red and orange warnings first, then what is late or due soon.",
            ),
            Both("点一行就到能办的那一页。", "Tap a line: it opens the page where you do it."),
        ),
    ),
    Step(
        scene="camera", height=760, title=Both("3 每月报形象进度", "3 Report progress each month"),
        lines=(
            Both(
                "首页点“形象进度填报”，逐张点格子拍照。",
                "On Home tap “File the month's progress”; tap each tile and take the photo.",
            ),
            Both(
                "半透明的是上次的照片：对齐再拍。",
                "The faint picture is the last one: line it up, then take yours.",
            ),
            Both("选施工阶段，填层数和比例，点“提交”。", "Choose the stage, enter floors and percent, tap “Submit”."),
            Both(
                "总监审核，监督机构确认；被退回会写明原因。",
                "The chief reviews, the supervising unit confirms; if it comes back, the reason stands on it.",
            ),
        ),
    ),
    Step(
        scene="queue", height=760, title=Both("4 信号不好也能办", "4 It works with a bad signal"),
        lines=(
            Both(
                "照片先存手机，有信号自动接着传，不用重拍。",
                "Photos stay on the phone and go on by themselves when the signal is back.",
            ),
            Both("可以离开页面，关掉微信也不会丢。", "You may leave the page; closing WeChat loses nothing."),
            Both(
                "看到“已提交”才算报上去。不要卸载、换手机。",
                "It is filed only when it says “Submitted”. Do not uninstall or change phones before.",
            ),
            Both("在“我的”→“待传照片”看还差几张。", "“Me”, “Photos waiting” shows how many are left."),
        ),
    ),
)  # fmt: skip

SECOND: Final = (
    Step(
        scene="acknowledge", height=740, title=Both("5 收到预警", "5 A warning comes"),
        lines=(
            Both("点“我来处理”，选措施和完成时间。", "Tap “I take it”; choose what you do and by when."),
            Both("没人处理会通知更多人，并且升级。", "If nobody takes it, more people are told and its level rises."),
            Both(
                "没信号也能认领：在手机上签认，有网自动发。",
                "Without a signal it is signed on the phone and goes out later.",
            ),
        ),
    ),
    Step(
        scene="reply", height=740, title=Both("6 整改单", "6 An order"),
        lines=(
            Both(
                "逐项拍“整改前”“整改后”，写做了什么。",
                "For each finding: a photo before, one after, and what was done.",
            ),
            Both("看清期限；来不及，在到期前“申请延期”。", "Mind the due time; ask for more time before it is over."),
            Both("总监审核、监督机构复查后才销号。", "It is closed after the chief's review and the re-inspection."),
        ),
    ),
    Step(
        scene="confirm_sign_in", height=740, title=Both("7 扫码登录电脑", "7 Sign in to a computer"),
        lines=(
            Both("点“扫码”，扫电脑屏幕上的码。", "Tap “Scan” and scan the code on the screen."),
            Both("选电脑上显示的数字，再点“允许登录”。", "Choose the number that the computer shows, then allow."),
            Both("别人发来的码一律点“拒绝”。", "Refuse every code that somebody sends you."),
        ),
    ),
    Step(
        scene="handover", height=740, title=Both("8 离岗交接", "8 Hand over your post"),
        lines=(
            Both("接任的人先申请同一岗位并获批准。", "Your successor first applies for the same post."),
            Both("“我的岗位”→“交接给接任者”，写清要交代的。", "“My posts”, hand over, and write what must be known."),
            Both("对方签收后，没办完的事都归对方。", "Once they sign, all that is open is theirs."),
        ),
    ),
)  # fmt: skip

SIGNS_TITLE: Final = Both("这些字是什么意思", "What the words mean")
SIGNS: Final = (
    Sign(
        colour="plain", words=Both("已存手机，等待上传", "On the phone, waits its turn"),
        meaning=Both("照片在手机里，排队上传，不用管", "The photo is safe and goes out in its turn"),
    ),
    Sign(
        colour="yellow", words=Both("已存手机，等待网络", "On the phone, waits for a line"),
        meaning=Both("没有信号；有信号自动继续", "No signal; it goes on by itself"),
    ),
    Sign(
        colour="blue", words=Both("上传中 40%", "Sending 40%"),
        meaning=Both("正在传；断了会从断处接着传", "Under way; a break costs nothing"),
    ),
    Sign(
        colour="green", words=Both("已上传 / 已提交", "Sent / Submitted"),
        meaning=Both("服务器收到了照片 / 整份报告", "The server has the photo / the whole report"),
    ),
    Sign(
        colour="red", words=Both("未被接收 / 已退回", "Not accepted / Sent back"),
        meaning=Both("看写明的原因，改好重新交", "Read the reason, mend it, hand it in again"),
    ),
    Sign(
        colour="yellow", words=Both("已在手机上签认，等待网络", "Signed on the phone, waiting for a line"),
        meaning=Both("您的话已签名存好，时间以您说的为准并注明收到时间", "Kept and signed; both times are shown later"),
    ),
    Sign(
        colour="orange", words=Both("蓝 · 黄 · 橙 · 红", "Blue · yellow · orange · red"),
        meaning=Both(
            "蓝 72 小时、黄 24 小时、橙 2 小时、红 15 分钟没人处理，就通知下一个岗位",
            "Unanswered for 72 h, 24 h, 2 h or 15 min, the next post is told",
        ),
    ),
)  # fmt: skip

CALLS_TITLE: Final = Both("找谁", "Whom to call")
CALLS: Final = (
    Both("岗位审批、整改退回：项目总监", "Posts, orders sent back: the chief engineer"),
    Both("延期、许可证或项目信息有误：监督机构", "More time, a wrong permit or project data: the supervising unit"),
    Both(
        "登不上、手机丢了、可疑的二维码：单位管理员",
        "Cannot sign in, lost phone, a strange code: your unit's administrator",
    ),
)
PHONE: Final = Both("电话", "Phone")
