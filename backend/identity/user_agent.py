"""What a person recognises the own devices by: a short name out of a browser's long one.

Only for reading: any program may call itself what it likes, and nothing is decided by it.
"""

from typing import Final

from backend.core.i18n import Text

_APPS: Final = (
    ("wxwork/", Text("企业微信", "WeCom")),
    ("micromessenger/", Text("微信", "WeChat")),
    ("edg", Text("Edge", "Edge")),
    ("opr/", Text("Opera", "Opera")),
    ("firefox/", Text("Firefox", "Firefox")),
    ("fxios/", Text("Firefox", "Firefox")),
    ("chrome/", Text("Chrome", "Chrome")),
    ("crios/", Text("Chrome", "Chrome")),
    ("safari/", Text("Safari", "Safari")),
)
"""The first that is named wins: WeCom also says that it is WeChat, and all say that they are Safari."""

_SYSTEMS: Final = (
    ("openharmony", "HarmonyOS"),
    ("harmonyos", "HarmonyOS"),
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("android", "Android"),
    ("windows", "Windows"),
    ("mac os x", "macOS"),
    ("linux", "Linux"),
)
"""An iPhone says that it is like macOS, Android that it is Linux: the special before the general."""

UNKNOWN: Final = Text("未知设备", "Unknown device")


def device(user_agent: str) -> Text:
    """`微信 · iPhone` / `WeChat · iPhone`; one of the two where the other is not known."""
    said = user_agent.lower()
    app = next((name for mark, name in _APPS if mark in said), None)
    system = next((name for mark, name in _SYSTEMS if mark in said), None)
    if app is None:
        return Text(system, system) if system else UNKNOWN
    return Text(f"{app.zh} · {system}", f"{app.en} · {system}") if system else app
