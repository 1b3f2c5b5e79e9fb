"""A short name out of a browser's long one."""

import pytest

from backend.identity import user_agent

WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
ANDROID = "Mozilla/5.0 (Linux; Android 14; 23127PN0CC) AppleWebKit/537.36 Chrome/116.0.0.0 Mobile Safari/537.36"

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5; rv:127.0) Gecko/20100101 Firefox/127.0"
HARMONY = "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Mobile"


@pytest.mark.parametrize(
    ("said", "zh", "en"),
    [
        (WINDOWS, "Chrome · Windows", "Chrome · Windows"),
        (f"{WINDOWS} Edg/126.0.2592.87", "Edge · Windows", "Edge · Windows"),
        (f"{ANDROID} XWEB/1160117 MicroMessenger/8.0.49(0x28003137)", "微信 · Android", "WeChat · Android"),
        (f"{IPHONE} Mobile/15E148 MicroMessenger/8.0.49", "微信 · iPhone", "WeChat · iPhone"),
        (f"{IPHONE} wxwork/4.1.22 MicroMessenger/7.0.1 Language/zh", "企业微信 · iPhone", "WeCom · iPhone"),
        (f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1", "Safari · iPhone", "Safari · iPhone"),
        (MAC, "Firefox · macOS", "Firefox · macOS"),
        (HARMONY, "Chrome · HarmonyOS", "Chrome · HarmonyOS"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux", "Linux"),
        ("MicroMessenger/8", "微信", "WeChat"),
        ("curl/8.8.0", "未知设备", "Unknown device"),
        ("", "未知设备", "Unknown device"),
    ],
)  # fmt: skip
def test_a_device_is_named_by_app_and_system(said: str, zh: str, en: str) -> None:
    named = user_agent.device(said)
    assert (named.zh, named.en) == (zh, en)
