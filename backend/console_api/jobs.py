"""Background jobs, for the province's administrators."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath

from backend.core.examples import answer
from backend.core.i18n import Text
from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.overview import jobs
from backend.overview.jobs import Background, Backlog, JobStanding, JobState

NAMES: Final = {
    "partitions": Text("为下个月准备数据分区", "Partitions for the coming months"),
    "forget_answers": Text("清理过期的请求回执", "Old answers of repeated requests removed"),
    "forget_callbacks": Text("清理已处理的企业微信回调", "Old callbacks of WeCom removed"),
    "forget_photos": Text("清理未使用的照片", "Photos that nothing uses removed"),
    "check_map": Text("核对沙盘汇总数据", "The sand table's figures checked"),
    "fall_dormant": Text("长期未登录的账号转入休眠", "Unused accounts fall dormant"),
    "sweep_uploads": Text("处理中断的照片上传", "Broken uploads swept"),
    "expire_uploads": Text("清理过期的上传", "Expired uploads removed"),
}


class NamedJob(msgspec.Struct, frozen=True, kw_only=True):
    """A job by what it does."""

    title: Text
    state: JobState


class BackgroundPage(msgspec.Struct, frozen=True, kw_only=True):
    """Jobs, and what is held for a person or late."""

    jobs: list[NamedJob]
    events: Backlog
    callbacks: Backlog
    timers: Backlog


class JobStandingNow(msgspec.Struct, frozen=True):
    """What the job is doing now."""

    standing: JobStanding


_AT: Final = datetime(2026, 11, 21, 19, 7, tzinfo=UTC)
_STATE: Final = JobState(
    name="check_map",
    cron="7 19 * * *",
    standing=JobStanding.FAILED,
    held=1,
    next_run_at=_AT + timedelta(days=1),
    last_ended_at=_AT,
    is_last_good=False,
    error="TimeoutError: ",
)
_NONE: Final = Backlog(count=0, oldest_at=None, error=None)
_PAGE: Final = BackgroundPage(
    jobs=[NamedJob(title=NAMES["check_map"], state=_STATE)], events=_NONE, callbacks=_NONE, timers=_NONE
)


def _page(found: Background) -> BackgroundPage:
    named = [NamedJob(title=NAMES.get(one.name, Text(one.name, one.name)), state=one) for one in found.jobs]
    return BackgroundPage(jobs=named, events=found.events, callbacks=found.callbacks, timers=found.timers)


@get(
    "/jobs",
    operation_id="console_list_jobs",
    summary="Background jobs",
    description="What runs by the clock, when next, how it last ended; and what is held for a person after many "
    "attempts. For administrators of the province.",
    responses=answer(BackgroundPage, _PAGE),
)
async def list_jobs(request: Request[Any, Any, Any]) -> BackgroundPage:
    """All of them."""
    return _page(await jobs.background(person(request)))


@post(
    "/jobs/{name:str}/repeat",
    operation_id="console_repeat_job",
    summary="Run a failed job again",
    description="By an administrator of the province; every job is harmless to repeat.",
    status_code=200,
    responses=answer(JobStandingNow, JobStandingNow(JobStanding.WAITING)),
)
@once
async def repeat_job(request: Request[Any, Any, Any], name: FromPath[str]) -> JobStandingNow:
    """What it does now."""
    await jobs.repeat(person(request), name)
    return JobStandingNow(JobStanding.WAITING)


ROUTES = [list_jobs, repeat_job]
