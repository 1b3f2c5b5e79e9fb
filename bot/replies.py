"""Doing what a callback asks, from its row: exactly one effect for each, however often it was delivered.

The effect, the person's answer and the row's end are one transaction. A row that fails five times is held for a
person; a process that dies in the middle leaves the row to the next one.
"""

import asyncio
from typing import Any, Final
from uuid import UUID

import asyncpg
import structlog

from backend.core import db, logs, loops
from backend.core.errors import Refusal
from backend.core.i18n import Language, Text
from backend.identity.accounts import wecom_issuer, wecom_subject
from backend.supervision import warnings
from bot.callbacks import CHANNEL, PLATFORM
from bot.wechat.inbound import CardPressed, TextReceived, parse_event
from notifications import outbox, twins
from notifications.outbox import Cause

log = structlog.get_logger()

MAX_ATTEMPTS: Final = 5
LEASE_SECONDS: Final = 15.0
ANSWER_EVERY_SECONDS: Final = 60
ACKNOWLEDGE: Final = "ack:"

BIND_FIRST: Final = Text(
    "此企业微信尚未绑定工程沙盘账号。请打开工程沙盘小程序登录，并在“我的”中绑定。",
    "This WeCom account is not linked to Sandtable. Sign in to the mini-program and link it under “Me”.",
)
HELP: Final = Text(
    "收到。请点消息卡片上的按钮办理；查看全部待办请打开工程沙盘。",
    "Thank you. Use the buttons on the message cards; open Sandtable to see everything that is due.",
)
NOT_YOURS: Final = Text(
    "该消息不属于您，请打开工程沙盘查看。", "That card is not yours; open Sandtable to see your own."
)


async def step() -> int:
    """Work off one row; 1 if there was one."""
    row = await _claim()
    if row is None:
        return 0
    logs.request_id.set(row["request_id"])
    try:
        await _work(row)
    except Exception as error:
        log.exception("callback.failed", callback_id=str(row["id"]), attempts=row["attempts"])
        await _fail(row["id"], error)
    return 1


async def run(stop: asyncio.Event) -> None:
    """Work off rows until `stop`."""
    async with loops.listening([CHANNEL]) as wakes:
        await loops.run("replies", step, stop=stop, wake=wakes[CHANNEL])


async def _claim() -> asyncpg.Record | None:
    """The oldest row, counted before the work: a row that kills its worker is held as well."""
    return await db.fetch_one(
        """
        UPDATE callback_inbox SET attempts = attempts + 1,
               state = CASE WHEN attempts >= $2 THEN 'held' ELSE state END,
               not_before = clock_timestamp() + $3 * interval '1 second'
        WHERE id = (SELECT id FROM callback_inbox
                    WHERE state = 'received' AND platform = $1 AND not_before <= clock_timestamp()
                    ORDER BY not_before LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING id, user_id, payload, request_id, attempts, received_at, state
        """,
        PLATFORM, MAX_ATTEMPTS, LEASE_SECONDS,
    )  # fmt: skip


async def _work(row: asyncpg.Record) -> None:
    if row["state"] == "held":
        log.error("callback.held", callback_id=str(row["id"]))
        return
    event = parse_event(row["payload"].encode())
    async with db.transaction(is_joinable=True) as connection:
        is_mine = await db.execute(
            "UPDATE callback_inbox SET state = 'done', done_at = clock_timestamp(), error = NULL"
            " WHERE id = $1 AND state = 'received'",
            row["id"],
        )
        if not is_mine:
            return
        if isinstance(event, CardPressed):
            await _press(connection, row, event)
        elif isinstance(event, TextReceived):
            await _answer_text(row)


async def _press(connection: asyncpg.Connection, row: asyncpg.Record, event: CardPressed) -> None:
    account = await _account(event.user_id)
    if account is None:
        await _tell(row, BIND_FIRST.zh)
        return
    language = Language(account["language"])
    warning_id = await twins.renew(event.task_id, account_id=account["id"], response_code=event.response_code)
    if warning_id is None or not event.event_key.startswith(ACKNOWLEDGE):
        await _tell(row, NOT_YOURS.get(language), language)
        return
    try:
        async with connection.transaction():
            await warnings.acknowledge_as(account["id"], warning_id, answer=event.event_key[len(ACKNOWLEDGE) :])
    except Refusal as refusal:
        await _tell(row, _in_words(refusal, language), language)


async def _answer_text(row: asyncpg.Record) -> None:
    """One helpful line, at most once a minute: a chatty person is not answered sentence by sentence."""
    was_told = await db.fetch_value(
        "SELECT 1 FROM callback_inbox WHERE platform = $1 AND user_id = $2"
        " AND answered_at > clock_timestamp() - $3 * interval '1 second' LIMIT 1",
        PLATFORM,
        row["user_id"],
        ANSWER_EVERY_SECONDS,
    )
    if was_told:
        return
    account = await _account(row["user_id"])
    language = Language(account["language"]) if account else Language.ZH
    await _tell(row, (HELP if account else BIND_FIRST).get(language), language)


async def _account(user_id: str) -> asyncpg.Record | None:
    return await db.fetch_one(
        """
        SELECT account.id, account.language FROM identity_link JOIN account ON account.id = identity_link.account_id
        WHERE identity_link.issuer = $1 AND identity_link.subject = $2 AND account.state = 'active'
        """,
        wecom_issuer(),
        wecom_subject(user_id),
    )


async def _tell(row: asyncpg.Record, text: str, language: Language = Language.ZH) -> None:
    cause = Cause(
        id=row["id"], kind="callback.answered", at=row["received_at"], city_code="", subject_id=row["id"],
        request_id=row["request_id"],
    )  # fmt: skip
    await outbox.tell_member(cause, row["user_id"], text, language=language)
    await db.execute("UPDATE callback_inbox SET answered_at = clock_timestamp() WHERE id = $1", row["id"])


def _in_words(refusal: Refusal, language: Language) -> str:
    problem, params = refusal.problem, refusal.params
    if language is Language.EN:
        return f"{problem.en.format(**params)}. {problem.next_en.format(**params)}"
    return f"{problem.zh.format(**params)}。{problem.next_zh.format(**params)}"


async def _fail(callback_id: UUID, error: Exception) -> None:
    wait: Any = "least(interval '5 minutes', interval '1 second' * power(2, attempts))"
    await db.execute(
        f"UPDATE callback_inbox SET error = $2, not_before = clock_timestamp() + {wait}"
        " WHERE id = $1 AND state = 'received'",
        callback_id,
        f"{type(error).__name__}: {error}"[:500],
    )
