"""Everything a deployment may change, read once from `SANDTABLE_*` environment variables.

A field `smtp_host` is set by `SANDTABLE_SMTP_HOST`. Types are checked on reading, so a wrong value stops the
process at start with the variable's name, not at three in the morning.
"""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

PREFIX = "SANDTABLE_"
WECOM_API = "https://qyapi.weixin.qq.com"
WECOM_OAUTH = "https://open.weixin.qq.com"
WECOM_LOGIN = "https://login.work.weixin.qq.com"
"""The public cloud's three hosts; a private edition has its own, often one for all."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Defaults suit `make run` on one machine; `deploy/` shows a production set."""

    environment: str = "development"  # development | test | production

    database_url: str = "postgresql://postgres@127.0.0.1:5432/sandtable"
    database_pool_size: int = 10
    redis_url: str = "redis://127.0.0.1:6379/0"

    api_host: str = "127.0.0.1"
    api_port: int = 8000
    # From SIGTERM on `/readyz` says 503 for so long before connections are refused: longer than a balancer's check.
    drain_seconds: float = 2.0
    public_url: str = "http://127.0.0.1:8000"  # What a card's link starts with.
    gateway_host: str = "127.0.0.1"
    gateway_port: int = 9212
    metrics_port: int = 0  # Worker and gateway: 0 means no metrics listener.

    # 32 bytes, base64: encrypts phone numbers and keys their blind index, signs cursors and media addresses.
    secret_key: str = "c2FuZHRhYmxlLWRldmVsb3BtZW50LWtleS0zMmIhISE="

    # WeChat and WeCom: only addresses and credentials differ between the sandbox and the real thing.
    wechat_api_base: str = "http://127.0.0.1:8090"
    wechat_appid: str = "wxsandbox00000001"
    wechat_secret: str = "sandbox-mini-secret"
    wecom_api_base: str = "http://127.0.0.1:8090"
    wecom_corpid: str = "wwsandbox000000001"
    wecom_agentid: int = 1000002
    wecom_secret: str = "sandbox-app-secret"
    wecom_callback_token: str = "sandboxToken01"
    wecom_callback_aes_key: str = "c2FuZGJveC1vbmx5LWtleS0zMi1ieXRlcy1sb25nISE"
    # Where `/connect/oauth2/authorize` is; empty: WeCom's own host for its public cloud, else the API's (the sandbox).
    wecom_oauth_base: str = ""
    # Where `/wwlogin/sso/login`, a computer's sign-in, is; empty: likewise.
    wecom_login_base: str = ""
    provider_timeout_seconds: float = 10.0
    dispatch_lanes: int = 64  # How many messages one worker has on their way at once.

    media_root: Path = Path("var/media")
    photo_max_bytes: int = 20 * 1024 * 1024
    photo_max_pixels: int = 50_000_000

    phone_root: Path = Path(__file__).parents[2] / "web/phone/dist/build/h5"
    """The phone client as it was built; `make run` builds it."""
    console_root: Path = Path(__file__).parents[2] / "web/console/dist"
    """The console as it was built, likewise."""

    session_idle_minutes: int = 30 * 24 * 60  # A phone stays signed in; the console has its own, shorter, clock.
    session_absolute_hours: int = 90 * 24
    console_session_idle_minutes: int = 30
    console_session_absolute_hours: int = 12

    sign_ins_per_minute: int = 30  # From one address; a site behind one router shares it.
    qr_codes_per_minute: int = 60  # Codes asked for by one address; a page that stays open asks once a minute.
    qr_codes_per_browser: int = 10  # A minute.
    qr_scans_per_minute: int = 10  # By one person.
    qr_guesses_per_minute: int = 20  # Codes and tickets that do not exist, from one address.
    qr_session_hours: int = 12  # The longest that a session born of a scanned code lives, whichever the door.
    qr_phone_minutes: int = 30  # How long the page that a scanned code opens in WeCom stays signed in.

    # ip2region files (xdb): the city of an address. Not shipped; without them a place is "unknown".
    place_file: Path | None = None
    place_file_ipv6: Path | None = None

    # GeoJSON of the cities' boundaries, each feature with its `code`: positions are checked against it and the map is
    # drawn from it. The one that comes with us carries no map-approval number (审图号).
    map_file: Path = Path(__file__).parent / "guangdong_cities.geojson"

    log_format: str = "json"  # json | console
    log_level: str = "INFO"

    # A rehearsal clock: a file whose content is the shift in seconds. Refused in production.
    clock_shift_file: Path | None = None

    @property
    def oauth_base(self) -> str:
        """Where a phone is sent to prove who holds it (WeCom doc 91022)."""
        if self.wecom_oauth_base:
            return self.wecom_oauth_base
        return WECOM_OAUTH if self.wecom_api_base == WECOM_API else self.wecom_api_base

    @property
    def login_base(self) -> str:
        """Where a computer's browser is sent to prove who sits there."""
        if self.wecom_login_base:
            return self.wecom_login_base
        return WECOM_LOGIN if self.wecom_api_base == WECOM_API else self.wecom_api_base

    @property
    def sandbox_base(self) -> str | None:
        """Where the sandbox plays a person's WeChat; None where WeChat is the real one, and always in production."""
        return self.wechat_api_base if is_here(self.wechat_api_base) and not self.is_production else None

    @property
    def is_production(self) -> bool:
        """Whether the strict rules of `sandtable doctor` apply."""
        return self.environment == "production"


def is_here(url: str) -> bool:
    """Whether an address leads to this machine."""
    return urlsplit(url).hostname in {"127.0.0.1", "localhost"}


def read(environ: Mapping[str, str]) -> Settings:
    """Settings from a mapping; raises `ValueError` that names the variable."""
    given = {
        name: environ[PREFIX + name.upper()] for name in Settings.__struct_fields__ if PREFIX + name.upper() in environ
    }
    try:
        # The hook is asked for what msgspec does not know: a path is made of its text.
        return msgspec.convert(given, Settings, strict=False, dec_hook=lambda kind, value: kind(value))
    except msgspec.ValidationError as error:
        text = str(error)
        field = text.rpartition("$.")[2].rstrip("`")
        raise ValueError(f"{PREFIX}{field.upper()}: {text}") from error


@cache
def settings() -> Settings:
    """The process's settings."""
    return read(os.environ)
