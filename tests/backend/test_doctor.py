import base64
import socket
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from backend import doctor, findings, migrate
from backend.core.i18n import Language, Text
from backend.core.settings import Settings
from tests.servers import Servers

PRODUCTION = Settings(
    environment="production",
    secret_key=base64.b64encode(b"0123456789abcdef0123456789abcdef").decode(),
    public_url="https://sandtable.example.cn",
    wechat_api_base="https://api.weixin.qq.com",
    wechat_appid="wx0000000000000001",
    wechat_secret="real-mini-secret",
    wecom_api_base="https://qyapi.weixin.qq.com",
    wecom_corpid="ww0000000000000001",
    wecom_secret="real-app-secret",
    wecom_callback_token="realToken01",
    wecom_callback_aes_key="cmVhbC1vbmx5LWtleS0zMi1ieXRlcy1sb25nLW9uZSE",
)


def production(**changes: object) -> Settings:
    return msgspec.structs.replace(PRODUCTION, **changes)


def wrong_parts(found: list[findings.Finding]) -> list[str]:
    return [finding.part for finding in found if finding.is_wrong]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is only slow today is not away."""
    monkeypatch.setattr(doctor, "WAIT_SECONDS", 30.0)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_proper_production_set_has_nothing_wrong() -> None:
    assert wrong_parts(findings.judge(PRODUCTION)) == []


def test_development_may_use_the_sandbox_and_the_public_key() -> None:
    assert wrong_parts(findings.judge(Settings())) == []


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"secret_key": Settings().secret_key}, "secret_key"),
        ({"secret_key": "c2hvcnQ="}, "secret_key"),
        ({"secret_key": "not base64 at all!"}, "secret_key"),
        ({"clock_shift_file": Path("/run/shift")}, "clock_shift_file"),
        ({"public_url": "http://127.0.0.1:8000"}, "public_url"),
        ({"public_url": "https://localhost"}, "public_url"),
        ({"public_url": "http://sandtable.example.cn"}, "public_url"),
        ({"wecom_secret": Settings().wecom_secret}, "provider"),
        ({"environment": "prod"}, "environment"),
        ({"wecom_api_base": "http://wecom.internal", "wecom_login_base": "https://wecom.example.cn"}, "wecom_oauth"),
        ({"wecom_api_base": "http://wecom.internal", "wecom_oauth_base": "https://wecom.example.cn"}, "wecom_login"),
        ({"wecom_oauth_base": "https://127.0.0.1"}, "wecom_oauth"),
    ],
)
def test_a_setting_that_has_no_place_in_production_is_named(changes: dict[str, object], part: str) -> None:
    assert wrong_parts(findings.judge(production(**changes))) == [part]


def test_every_finding_that_is_wrong_says_what_to_do_in_both_languages() -> None:
    given = production(secret_key="", clock_shift_file=Path("x"), public_url="", wecom_secret=Settings().wecom_secret)
    wrong = [finding for finding in findings.judge(given) if finding.next_step is not None]
    assert len(wrong) == 4
    assert all(
        text.get(language)
        for finding in wrong
        for text in (finding.what, finding.next_step or Text("", ""))
        for language in Language
    )


@pytest.mark.parametrize(("skew_seconds", "is_wrong"), [(2.0, False), (2.1, True), (-2.0, False), (-2.1, True)])
def test_clocks_may_differ_by_two_seconds(skew_seconds: float, is_wrong: bool) -> None:
    assert findings.judge_skew(skew_seconds, allowance_seconds=0).is_wrong is is_wrong


@pytest.mark.parametrize(("major", "is_wrong"), [(14, True), (15, False)])
def test_postgres_15_is_the_oldest(major: int, is_wrong: bool) -> None:
    assert findings.judge_postgres(major).is_wrong is is_wrong


def test_a_schema_ahead_of_this_build_is_no_fault_and_one_behind_is() -> None:
    assert findings.judge_migrations({"a", "b"}, {"a", "b", "c"}).is_wrong is False
    assert findings.judge_migrations({"a", "b"}, {"a"}).is_wrong is True


async def test_a_migrated_database_has_nothing_wrong(database_url: str) -> None:
    found = await doctor.look_at_database(Settings(database_url=database_url))
    assert [(finding.part, finding.is_wrong) for finding in found] == [
        ("database", False),
        ("migrations", False),
        ("time", False),
        ("map", False),
    ]


async def test_an_empty_database_asks_for_migrate(empty_database_url: str) -> None:
    found = await doctor.look_at_database(Settings(database_url=empty_database_url))
    assert [finding.next_step.en for finding in found if finding.next_step] == ["Back up, then run sandtable migrate"]


async def test_a_database_that_does_not_exist_asks_for_migrate(servers: Servers) -> None:
    found = await doctor.look_at_database(Settings(database_url=servers.database("nowhere")))
    assert [finding.next_step.en for finding in found if finding.next_step] == ["Run sandtable migrate"]


async def test_migrate_makes_the_database_that_does_not_exist(servers: Servers, worker_number: int) -> None:
    url = servers.database(f"made{worker_number}")
    await migrate.run(url)
    await migrate.run(url)
    assert wrong_parts(await doctor.look_at_database(Settings(database_url=url))) == []


async def test_a_database_that_is_away_is_said_so() -> None:
    found = await doctor.look_at_database(Settings(database_url="postgresql://postgres@127.0.0.1:9/sandtable"))
    assert wrong_parts(found) == ["database"]


async def test_an_address_that_is_none_is_said_so() -> None:
    assert wrong_parts(await doctor.look_at_database(Settings(database_url="mysql://here"))) == ["database"]
    assert wrong_parts(await doctor.look_at_redis(Settings(redis_url="http://here"))) == ["redis"]


async def test_a_redis_that_answers_is_fine(redis_url: str) -> None:
    assert wrong_parts(await doctor.look_at_redis(Settings(redis_url=redis_url))) == []


async def test_a_redis_with_another_password_is_said_so(servers: Servers, redis_url: str) -> None:
    host = redis_url.rpartition("@")[2].removeprefix("redis://")
    found = await doctor.look_at_redis(Settings(redis_url=f"redis://nobody:wrong@{host}"))
    assert wrong_parts(found) == ["redis"]


async def test_a_wecom_that_is_away_is_said_so() -> None:
    found = await doctor.look_at_wecom(Settings(wecom_api_base="http://127.0.0.1:9"))
    assert wrong_parts(found) == ["wecom"]


async def test_a_taken_port_is_said_so(taken_port: int) -> None:
    found = doctor.judge_port("API_PORT", "127.0.0.1", taken_port)
    assert found.is_wrong
    assert str(taken_port) in found.what.zh


def test_a_media_root_where_nothing_can_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert doctor.look_at_media_root(Settings(media_root=tmp_path / "new" / "media")).is_wrong is False
    assert doctor.look_at_media_root(Settings(media_root=tmp_path / "file")).is_wrong is True


def test_a_file_of_places_that_is_none_is_said_so_and_no_file_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "not.xdb").write_bytes(b"x" * 1_000_000)
    given = Settings(place_file=tmp_path / "not.xdb", place_file_ipv6=tmp_path / "missing.xdb")
    found = doctor.look_at_place_files(given)
    assert wrong_parts(found) == ["place", "place"]
    assert [finding.next_step.en.rpartition(" set ")[2] for finding in found if finding.next_step] == [
        "SANDTABLE_PLACE_FILE to it, or remove the setting",
        "SANDTABLE_PLACE_FILE_IPV6 to it, or remove the setting",
    ]
    assert wrong_parts(doctor.look_at_place_files(Settings())) == []


def test_the_exit_code_and_the_words_tell_that_something_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    given = production(
        database_url="postgresql://127.0.0.1:9/x",
        redis_url="redis://127.0.0.1:9",
        wecom_api_base="http://127.0.0.1:9",
        clock_shift_file=Path("x"),
    )
    assert doctor.report(given, Language.ZH) == 1
    assert "生产环境设置了演练时钟" in capsys.readouterr().out
    assert doctor.report(given, Language.EN) == 1
    assert "Remove SANDTABLE_CLOCK_SHIFT_FILE" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("projects", "counted", "waiting", "is_wrong"),
    [(7, 7, 0, False), (7, 7, 40, False), (7, 6, 1, False), (7, 6, 0, True), (7, 7, 6_000, True)],
)
def test_the_map_counts_every_project_once_nothing_waits(
    projects: int, counted: int, waiting: int, is_wrong: bool
) -> None:
    found = findings.judge_map(projects=projects, counted=counted, waiting=waiting)
    assert found.is_wrong is is_wrong
