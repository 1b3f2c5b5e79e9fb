"""What a packet means: header, issues, factors, values, and what is answered."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.monitoring.protocols.hj212 import (
    FACTORS,
    Assembler,
    Checksum,
    Frame,
    Profile,
    Value,
    Version,
    answer,
    beijing_time,
    decode,
    exchange_number,
    readings,
    set_time,
)
from tests.backend.monitoring.protocols.hj212_packets import DUST, MN, SAMPLED_AT, dust_packet, header, packet_of

TIME = "DataTime=20180507000558"


def value(factor: str, number: float | None, *, text: str, kind: str = "Rtd", mark: str = "N") -> Value:
    return Value(factor, kind, number, text, mark, is_mark_assumed=False, data_time=SAMPLED_AT)


def data(cp: str, profile: Profile | None = None) -> list[Value]:
    profile = profile or Profile()
    return readings(packet_of(f"{header()}CP=&&{cp}&&", profile), profile)


def test_a_dust_packet_gives_nine_values_under_standard_names() -> None:
    values = readings(packet_of(f"{header()}CP=&&{DUST}&&"))

    assert values == [
        value("a34001", 92.0, text="92"),
        value("a34002", 42.0, text="42"),
        value("a34004", 33.0, text="33"),
        value("a01001", 12.6, text="12.6"),
        value("a01002", 32.0, text="32"),
        value("a01006", 101.02, text="101.02"),
        value("a01007", 2.1, text="2.1"),
        value("a01008", 120.0, text="120"),
        value("LA", 50.1, text="50.1"),
    ]
    assert {item.factor for item in values} <= set(FACTORS)


def test_minute_data_gives_one_value_per_kind() -> None:
    values = data(f"{TIME};a34004-Min=30,a34004-Avg=33,a34004-Max=40,a34004-Flag=N")

    assert [(item.kind, item.value) for item in values] == [("Min", 30.0), ("Avg", 33.0), ("Max", 40.0)]


@pytest.mark.parametrize(
    ("cp", "mark", "is_assumed", "may_decide"),
    [
        ("LA-Rtd=50,LA-Flag=N", "N", False, True),
        ("LA-Flag=D,LA-Rtd=50", "D", False, False),
        ("LA-Rtd=50,LA-Flag=n", "N", False, True),
        ("LA-Rtd=50", "N", True, True),
        ("LA-Rtd=50,LA-Flag=", "N", True, True),
        ("LA-Rtd=50;Flag=N", "N", False, True),
        ("LA-Rtd=50;Flag=F", "F", False, False),
        ("LA-Rtd=50,LA-Flag=D;Flag=N", "D", False, False),
        ("LA-Rtd=50;Flag=5", "N", True, True),
        ("LA-Rtd=,LA-Flag=N", "N", False, False),
    ],
)
def test_only_a_number_that_is_marked_normal_may_decide(
    *, cp: str, mark: str, is_assumed: bool, may_decide: bool
) -> None:
    (item,) = data(cp)

    assert (item.mark, item.is_mark_assumed, item.may_decide) == (mark, is_assumed, may_decide)


@pytest.mark.parametrize("text", ["", " ", "-", "nan", "inf", "-Infinity", "1e999", "1_0", "٣", "12.3.4", "0x10"])
def test_what_is_no_number_is_missing(text: str) -> None:
    (item,) = data(f"LA-Rtd={text}")

    assert (item.value, item.text) == (None, text)


@pytest.mark.parametrize(("text", "number"), [("-1.5", -1.5), ("007", 7.0), (" 3 ", 3.0), ("1e2", 100.0)])
def test_a_number_is_read_as_devices_write_it(text: str, number: float) -> None:
    assert [item.value for item in data(f"LA-Rtd={text}")] == [number]


def test_texts_serial_numbers_and_counts_are_not_values() -> None:
    assert (
        data("i11001-Info=//x//;a34004-SN=1;a34004-EFlag=A;a34004-SampleTime=20180507000558;a34004-ValidNum=10") == []
    )


def test_a_doubled_suffix_is_read_once() -> None:
    assert [(item.factor, item.kind, item.value) for item in data("LA-Rtd-Rtd=50.1")] == [("LA", "Rtd", 50.1)]


def test_a_profile_renames_and_scales_by_the_devices_own_code() -> None:
    profile = Profile(
        factors={"a50001": "LA", "107": "a34002", "s10003": "a01001"}, scales={"107": 1000, "a34001": 1000}
    )
    values = data("a50001-Rtd=41.7;107-Rtd=0.033;a34001-Rtd=0.160;a34004-Rtd=33;s10003=23.2;s10004=1", profile)

    assert [(item.factor, item.kind, item.value) for item in values] == [
        ("LA", "Rtd", 41.7),
        ("a34002", "Rtd", 33.0),
        ("a34001", "Rtd", 160.0),
        ("a34004", "Rtd", 33.0),
        ("a01001", "Rtd", 23.2),
    ]


def test_a_scale_cannot_make_a_number_infinite() -> None:
    assert [item.value for item in data("LA-Rtd=1e308", Profile(scales={"LA": 1000}))] == [None]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("20180507000558", datetime(2018, 5, 6, 16, 5, 58, tzinfo=UTC)),
        ("20210305003817000", datetime(2021, 3, 4, 16, 38, 17, tzinfo=UTC)),
        ("00010101000000", None),
        ("20180231000000", None),
        ("20180507240000", None),
        ("201805070005", None),
        ("2018-05-07 00:05", None),
        ("２０１８０５０７０００５５８", None),
        ("", None),
    ],
)
def test_times_are_beijing_times(text: str, moment: datetime | None) -> None:
    assert beijing_time(text) == moment


@pytest.mark.parametrize(
    ("segment", "issues"),
    [
        (f"{header()}CP=&&{TIME}&&", ()),
        (f"{header()}CP=&&{TIME};&&", ()),
        (f"{header(flag='7')}PNUM=2;PNO=1;CP=&&{TIME}&&", ()),
        (f"{header(flag='7')}CP=&&{TIME}&&", ("flag_D_set_but_no_PNUM",)),
        (f"{header()}PNO=1;PNUM=2;CP=&&{TIME}&&", ("PNUM_but_flag_D_not_set",)),
        (f"{header(flag='256')}CP=&&{TIME}&&", ("flag_not_a_byte",)),
        (f"{header(flag='x')}CP=&&{TIME}&&", ("flag_not_a_byte",)),
        (f"{header().replace('Flag', 'FLAG')}CP=&&{TIME}&&", ("header_name_case",)),
        (f"{header().replace(';', ',')}CP=&&{TIME}&&", ("header_separator",)),
        (f"{header().replace('123456;', '123456')}CP=&&{TIME}&&", ("header_irregular",)),
        (f"{header().replace('PW=123456', 'PW=')}CP=&&{TIME}&&", ("pw_not_6_chars",)),
        (f"{header(cn='20')}CP=&&{TIME}&&", ("cn_not_4_digits",)),
        (f"{header()}CP=&&{TIME}", ("cp_end_missing",)),
        (f"{header()}CP={TIME}&&", ("cp_start_missing",)),
        (f"{header()}CP=&&{TIME}&&LA-Rtd=1&&", ("cp_nested",)),
        (f"{header()}CP=&&{TIME}&&tail", ("cp_text_after_end",)),
        (f"{header()}CP=&&{TIME};oops&&", ("cp_item_unreadable",)),
        (f"{header()}CP=&&DataTime=20180230000000&&", ("datatime_unreadable",)),
        (f"{header()}", ("cp_missing",)),
        ("", ("cn_missing", "cp_missing", "flag_missing", "mn_missing", "pw_missing", "qn_missing", "st_missing")),
    ],
)
def test_what_departs_from_the_standard_is_named_and_never_refused(segment: str, issues: tuple[str, ...]) -> None:
    assert packet_of(segment).issues == issues


@pytest.mark.parametrize(
    "head",
    [
        header().replace("Flag", "FLAG"),
        header().replace(";", ","),
        header().replace("123456;", "123456"),
        "".join(f"{item};" for item in reversed(header().rstrip(";").split(";"))),
        header().replace(";MN", "; MN"),
    ],
)
def test_an_irregular_header_is_still_read(head: str) -> None:
    packet = packet_of(f"{head}CP=&&{TIME}&&")

    assert (packet.qn, packet.st, packet.cn, packet.pw, packet.mn) == ("20180507000558123", "39", "2011", "123456", MN)
    assert (packet.flag, packet.wants_answer, packet.version) == (5, True, Version.HJ_212_2017)


def test_of_a_repeated_key_the_last_value_counts() -> None:
    assert packet_of(f"{header()}CP=&&LA-Rtd=1;LA-Rtd=2&&").factors == {"LA": {"Rtd": "2"}}


def test_separators_inside_a_text_are_text() -> None:
    packet = packet_of(f"{header()}CP=&&{TIME};i11001-Info=//a=1,b;c&&d//;LA-Rtd=50&&")

    assert packet.factors == {"i11001": {"Info": "//a=1,b;c&&d//"}, "LA": {"Rtd": "50"}}


@pytest.mark.parametrize(
    ("encoding", "profile", "issues"),
    [
        ("utf-8", Profile(), ()),
        ("gbk", Profile(), ("text_gbk",)),
        ("gbk", Profile(encoding="gb18030"), ()),
    ],
)
def test_chinese_text_is_read_in_both_encodings(encoding: str, profile: Profile, issues: tuple[str, ...]) -> None:
    packet = packet_of(f"{header()}CP=&&{TIME};i11001-Info=//设备启动//&&".encode(encoding), profile)

    assert packet.cp["i11001-Info"] == "//设备启动//"
    assert packet.issues == issues


def test_bytes_in_no_encoding_cost_only_their_own_text() -> None:
    packet = packet_of(f"{header()}CP=&&i11001-Info=".encode() + b"\xff\xff;LA-Rtd=50&&")

    assert packet.factors["LA"] == {"Rtd": "50"}
    assert packet.issues == ("text_undecodable",)


@given(st.one_of(st.binary(max_size=300), st.text("QNSTCPWMFlag=;,&/-0159 \n", max_size=200).map(str.encode)))
def test_decoding_never_raises(noise: bytes) -> None:
    packet = decode(Frame(noise, "0000", Checksum.ANNEX_A, noise))
    reply = answer(packet)

    assert len(Assembler().feed(reply or dust_packet())) == 1
    assert all(item.value is None or abs(item.value) < float("inf") for item in readings(packet))


@pytest.mark.parametrize(
    ("flag", "expected"),
    [
        ("5", "QN=20180507000558123;ST=91;CN=9014;PW=123456;MN=1;Flag=4;CP=&&&&"),
        ("7", "QN=20180507000558123;ST=91;CN=9014;PW=123456;MN=1;Flag=4;CP=&&&&"),
        ("9", "QN=20180507000558123;ST=91;CN=9014;PW=123456;MN=1;Flag=8;CP=&&&&"),
        ("11", "QN=20180507000558123;ST=91;CN=9014;PW=123456;MN=1;Flag=8;CP=&&&&"),
        ("13", "QN=20180507000558123;ST=91;CN=9014;PW=123456;MN=1;Flag=12;CP=&&&&"),
        ("1", "ST=91;CN=9014;PW=123456;MN=1;Flag=0;CP=&&QN=20180507000558123;CN=2011&&"),
    ],
)
def test_data_is_answered_in_its_own_edition_and_never_asks_back(flag: str, expected: str) -> None:
    reply = answer(packet_of(f"{header(mn='1', flag=flag)}CP=&&{TIME}&&"))

    assert reply is not None
    assert reply[6:-6] == expected.encode()
    assert len(Assembler().feed(reply)) == 1


def test_a_notification_is_answered_by_9013_and_then_by_the_time() -> None:
    packet = packet_of(f"{header(mn='1', cn='1013')}CP=&&PolId=w01018&&")
    notified = answer(packet)
    at = datetime(2018, 5, 6, 16, 6, 1, 42_000, tzinfo=UTC)

    assert notified is not None
    assert notified[6:-6] == b"QN=20180507000558123;ST=91;CN=9013;PW=123456;MN=1;Flag=4;CP=&&&&"
    assert set_time(packet, at, qn=exchange_number(at))[6:-6] == (
        b"QN=20180507000601042;ST=39;CN=1012;PW=123456;MN=1;Flag=4;CP=&&PolId=w01018;SystemTime=20180507000601&&"
    )


def test_the_time_that_is_set_does_not_depend_on_the_zone_it_is_given_in() -> None:
    packet = packet_of(f"{header()}CP=&&{TIME}&&")
    tokyo = datetime(2018, 5, 7, 1, 6, 1, tzinfo=timezone(timedelta(hours=9)))

    assert b"SystemTime=20180507000601&&" in set_time(packet, tokyo, qn="1")


@pytest.mark.parametrize(
    ("cn", "flag", "cp"),
    [
        ("2011", "4", TIME),
        ("2011", "6", TIME),
        ("9012", "5", "ExeRtn=1"),
        ("9014", "5", ""),
        ("1011", "5", "SystemTime=20180507000558"),
        ("2051", "5", "BeginTime=20180507000000,EndTime=20180507010000"),
        ("2011", "5", ""),
    ],
)
def test_what_asks_for_nothing_or_is_no_upload_is_not_answered(cn: str, flag: str, cp: str) -> None:
    assert answer(packet_of(f"{header(cn=cn, flag=flag)}CP=&&{cp}&&")) is None


@pytest.mark.parametrize(("flag", "version"), [("0", 0), ("4", 1), ("8", 2), ("12", None), ("", None)])
def test_the_edition_is_read_from_the_flag(flag: str, version: int | None) -> None:
    assert packet_of(f"{header(flag=flag)}CP=&&{TIME}&&").version == version
