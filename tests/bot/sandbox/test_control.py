import ast
from pathlib import Path
from typing import Any

import msgspec
import pytest

import bot.sandbox
from bot.sandbox.config import Config, load
from tests.bot.sandbox.playground import BUTTONS, KEY, LIN, NOTICE, Playground, playground

FOLDER = Path(bot.sandbox.__file__).parent


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]


async def test_the_log_has_a_line_for_all_that_arrived(tmp_path: Path) -> None:
    log = tmp_path / "deep" / "receiver.jsonl"
    async with playground(Config(log_path=log, robot_limit=1, callback_url="http://x.test/")) as sandbox:
        await sandbox.robot("text", {"content": "first"})
        await sandbox.robot("text", {"content": "second"})
        await sandbox.robot("text", {"content": "x"}, key="unknown")
        await sandbox.http.post("/cgi-bin/webhook/send", params={"key": KEY}, content=b"{broken")
        sent = await sandbox.app("template_card", BUTTONS, touser=f"{LIN.userid}|nobody")
        change = {"userids": [LIN.userid], "agentid": sandbox.config.agentid, "button": {"replace_name": "已确认"}}
        update = change | {"response_code": sent["response_code"]}
        await sandbox.wecom("message/update_template_card", update)
        await sandbox.wecom("message/update_template_card", update)
        await sandbox.app("text", {"content": "x"}, touser="nobody")
        lines = lines_of(log)
    assert [(line["channel"], line["to"], line["errcode"]) for line in lines] == [
        ("robot", KEY, 0),
        ("robot", KEY, 45009),
        ("robot", "unknown", 93000),
        ("robot", KEY, 40008),
        ("app", f"{LIN.userid}|nobody", 0),
        ("update", "w-1", 0),
        ("update", "", 60140),
        ("app", "nobody", 81013),
    ]
    assert [line["n"] for line in lines] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert (lines[0]["body"]["text"]["content"], lines[4]["recipients"]) == ("first", [LIN.userid])
    assert lines[0]["at_ns"] < lines[6]["at_ns"]


async def test_the_log_tells_of_faults_without_secrets(tmp_path: Path) -> None:
    log = tmp_path / "receiver.jsonl"
    async with playground(Config(log_path=log)) as sandbox:
        token = await sandbox.wecom_token()
        await sandbox.order("faults", {"kind": "html_502", "path": "/cgi-bin/message/send"})
        await sandbox.http.post("/cgi-bin/message/send", params={"access_token": token}, json={})
        await sandbox.order("faults", {"kind": "errcode", "path": "/cgi-bin/webhook/send", "errcode": -1})
        await sandbox.robot("text", {"content": "x"})
    assert [(line["fault"], line["to"], line["errcode"]) for line in lines_of(log)] == [
        ("html_502", "/cgi-bin/message/send", 0),
        ("errcode", KEY, -1),
    ]
    assert token not in log.read_text()


async def test_a_second_run_appends_to_the_log(tmp_path: Path) -> None:
    config = Config(log_path=tmp_path / "receiver.jsonl")
    async with playground(config) as sandbox:
        await sandbox.robot("text", {"content": "1"})
    async with playground(config) as sandbox:
        await sandbox.robot("text", {"content": "2"})
    assert len(lines_of(tmp_path / "receiver.jsonl")) == 2


async def test_a_reader_gets_what_is_new_and_what_changed(sandbox: Playground) -> None:
    sent = await sandbox.app("text", {"content": "1"})
    await sandbox.robot("text", {"content": "2"})
    seen = (await sandbox.shown())[-1]["seq"]
    await sandbox.wecom("message/recall", {"msgid": sent["msgid"]})
    (changed,) = await sandbox.shown(seen)
    assert (changed["n"], changed["is_recalled"]) == (1, True)
    assert await sandbox.shown(changed["seq"]) == []


async def test_refused_messages_are_shown_when_asked_for(sandbox: Playground) -> None:
    await sandbox.robot("text", {"content": ""})
    assert await sandbox.shown() == []
    assert [entry["errcode"] for entry in await sandbox.shown(rejected=True)] == [44004]


async def test_only_the_last_messages_are_kept() -> None:
    async with playground(Config(keep_messages=2)) as sandbox:
        for number in range(4):
            await sandbox.robot("text", {"content": str(number)})
        assert [entry["n"] for entry in await sandbox.shown()] == [3, 4]


async def test_screens_are_cleared_and_readers_told_to_begin_again(sandbox: Playground) -> None:
    await sandbox.robot("template_card", NOTICE)
    before = await sandbox.get("/_sandbox/stream")
    await sandbox.http.delete("/_sandbox/messages")
    after = await sandbox.get("/_sandbox/stream", after=before["seq"], version=before["version"])
    assert (len(before["entries"]), after["entries"], after["people"]) == (1, [], None)
    assert after["generation"] != before["generation"]


async def test_people_and_groups_change_while_running(sandbox: Playground) -> None:
    version = (await sandbox.get("/_sandbox/stream"))["version"]
    await sandbox.order("people", [{"userid": "New", "name_zh": "新人", "phone": "13900000000"}])
    added = await sandbox.app("text", {"content": "x"}, touser="new")
    await sandbox.http.put("/_sandbox/robots", json=[{"key": "k-1", "group_zh": "新群"}])
    news = await sandbox.get("/_sandbox/stream", version=version)
    assert added["errcode"] == 0
    assert ([robot["key"] for robot in news["robots"]], len(news["people"])) == (["k-1"], 6)
    assert (await sandbox.robot("text", {"content": "x"}, key="k-1"))["errcode"] == 0
    assert (await sandbox.robot("text", {"content": "x"}))["errcode"] == 93000


@pytest.mark.parametrize("change", [{"unknown": 1}, {"robot_limit": "many"}, {"profile": "other"}])
async def test_a_wrong_setting_changes_nothing(sandbox: Playground, change: dict[str, Any]) -> None:
    before = await sandbox.get("/_sandbox/settings")
    assert (await sandbox.http.post("/_sandbox/settings", json=change)).status_code == 400
    assert await sandbox.get("/_sandbox/settings") == before


async def test_an_address_outside_the_list_is_refused_on_both_hosts(sandbox: Playground) -> None:
    await sandbox.order("settings", {"allowed_ips": ["203.0.113.1"]})
    wecom = await sandbox.get("/cgi-bin/gettoken")
    mini = await sandbox.get("/cgi-bin/token")
    assert (wecom["errcode"], mini["errcode"]) == (60020, 40164)
    assert "from ip: 127.0.0.1" in wecom["errmsg"]
    assert mini["errmsg"].startswith("invalid ip 127.0.0.1, not in whitelist rid: ")


async def test_answers_grow_fields_that_nobody_documented(sandbox: Playground) -> None:
    await sandbox.order("settings", {"adds_unknown_fields": True})
    assert "x_added_later" in await sandbox.robot("text", {"content": "x"})


async def test_the_page_and_its_parts_are_served_and_reach_no_foreign_host(sandbox: Playground) -> None:
    page = await sandbox.http.get("/")
    script = await sandbox.http.get("/page.js")
    assert (page.headers["content-type"], page.status_code) == ("text/html; charset=utf-8", 200)
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize("file", sorted((FOLDER / "page").iterdir()), ids=lambda file: file.name)
def test_no_part_of_the_page_names_a_foreign_host(file: Path) -> None:
    text = file.read_text().replace("http://www.w3.org/2000/svg", "")
    assert "http://" not in text
    assert "https://" not in text


def test_a_configuration_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "sandbox.json"
    file.write_bytes(msgspec.json.encode({"robot_limit": 3, "members": [{"userid": "a", "name_zh": "甲"}]}))
    config = load(file)
    assert (config.robot_limit, config.members[0].name_zh, config.appid) == (3, "甲", Config().appid)


def imports_of(file: Path) -> set[str]:
    tree = ast.parse(file.read_text())
    plain = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    return plain | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_the_sandbox_imports_nothing_of_the_product() -> None:
    imported = set().union(*(imports_of(file) for file in FOLDER.glob("*.py")))
    houses = {"backend", "miniapp_api", "notifications", "media", "wechatpy"}
    assert {name for name in imported if name.split(".")[0] in houses} == set()
    assert {name for name in imported if name.startswith("bot") and not name.startswith("bot.sandbox")} == set()
