"""Everything a deployment may change, read once from `SANDTABLE_*` environment variables.

A field `smtp_host` is set by `SANDTABLE_SMTP_HOST`. Types are checked on reading, so a wrong value stops the
process at start with the variable's name, not at three in the morning.
"""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

PREFIX = "SANDTABLE_"
WECOM_API = "https://qyapi.weixin.qq.com"
WECOM_OAUTH = "https://open.weixin.qq.com"
"""The public cloud's two hosts; a private edition has its own, often one for both."""


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
    provider_timeout_seconds: float = 10.0
    dispatch_lanes: int = 64  # How many messages one worker has on their way at once.

    media_root: Path = Path("var/media")
    photo_max_bytes: int = 20 * 1024 * 1024
    photo_max_pixels: int = 50_000_000

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
    def is_production(self) -> bool:
        """Whether the strict rules of `sandtable doctor` apply."""
        return self.environment == "production"


def read(environ: Mapping[str, str]) -> Settings:
    """Settings from a mapping; raises `ValueError` that names the variable."""
    given = {
        name: environ[PREFIX + name.upper()] for name in Settings.__struct_fields__ if PREFIX + name.upper() in environ
    }
    try:
        return msgspec.convert(given, Settings, strict=False, dec_hook=_decode)
    except msgspec.ValidationError as error:
        text = str(error)
        field = text.rpartition("$.")[2].rstrip("`")
        raise ValueError(f"{PREFIX}{field.upper()}: {text}") from error


def _decode(kind: type, value: object) -> object:
    if kind is Path:
        return Path(str(value))
    raise NotImplementedError(kind)  # How msgspec is told that a type is not known; a new field of one fails at start.


@cache
def settings() -> Settings:
    """The process's settings."""
    return read(os.environ)
