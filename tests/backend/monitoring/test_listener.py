"""The device listener, through real sockets."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime

import pytest
from prometheus_client import REGISTRY

from backend.monitoring.connections import Options, Received
from backend.monitoring.listener import Intake, Listener, serve
from backend.monitoring.protocols.hj212 import Checksum, Profile
from backend.monitoring.protocols.hj212.checksum import modbus
from tests.backend.monitoring.protocols.hj212_packets import MN, dust_packet, framed
from tests.backend.monitoring.sockets import (
    WAIT_SECONDS,
    Ingest,
    answer_to,
    decline_all,
    device,
    fail,
    wait_for,
)

OTHER_MN = "010000A8900016F000169DC1"


def metric(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def taken_in() -> float:
    """Packets that were read from any socket and stand in the intake, or wait for a place in it."""
    return metric("sandtable_hj212_frames_total", outcome="good")


async def test_a_packet_is_answered_once_it_is_committed_and_not_before() -> None:
    ingest = Ingest()
    ingest.commit.clear()
    packet = dust_packet()
    async with serve("127.0.0.1", 0, ingest) as listener, device(listener) as logger:
        await logger.send(packet)
        await wait_for(lambda: len(ingest.received) == 1)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await logger.receive(1)
        ingest.commit.set()

        assert await logger.receive(len(answer_to(packet))) == answer_to(packet)


async def test_what_is_received_says_what_from_whom_and_when() -> None:
    at = datetime(2026, 5, 7, 1, 2, 3, tzinfo=UTC)
    intake = Intake()
    listener = Listener(intake, now=lambda: at)
    await listener.start("127.0.0.1", 0)
    async with device(listener) as logger:
        await logger.send(dust_packet())
        (received,) = await intake.batch()
        received.accept()
        await listener.stop()

    assert (received.packet.mn, received.raw, received.received_at) == (MN, dust_packet()[:-2], at)
    assert received.peer.startswith("127.0.0.1:")


async def test_a_resend_is_answered_again() -> None:
    async with serve("127.0.0.1", 0, Ingest()) as listener, device(listener) as logger:
        assert await logger.exchange(dust_packet()) == answer_to(dust_packet())
        assert await logger.exchange(dust_packet()) == answer_to(dust_packet())


async def test_a_declined_packet_is_not_answered() -> None:
    async with serve("127.0.0.1", 0, decline_all) as listener, device(listener) as logger:
        await logger.send(dust_packet())
        logger.send_end()

        assert await logger.rest() == b""


async def test_a_failed_commit_answers_nothing_and_the_next_batch_is_served() -> None:
    outcomes: Iterator[Callable[[list[Received]], Awaitable[None]]] = iter([fail, Ingest()])

    async def fail_first(packets: list[Received]) -> None:
        await next(outcomes)(packets)

    async with serve("127.0.0.1", 0, fail_first) as listener:
        async with device(listener) as logger:
            await logger.send(dust_packet())
            logger.send_end()
            assert await logger.rest() == b""
        async with device(listener) as logger:
            assert await logger.exchange(dust_packet()) == answer_to(dust_packet())


async def test_packets_of_many_sockets_are_committed_together() -> None:
    ingest = Ingest()
    ingest.commit.clear()
    before = taken_in()
    async with serve("127.0.0.1", 0, ingest) as listener, device(listener) as first:
        await first.send(dust_packet())
        await wait_for(lambda: len(ingest.batches) == 1)
        async with device(listener) as second, device(listener) as third:
            await second.send(dust_packet(mn=OTHER_MN))
            await third.send(dust_packet(mn=MN[::-1]))
            await wait_for(lambda: taken_in() == before + 3)
            ingest.commit.set()
            await second.receive(len(answer_to(dust_packet())))
            await third.receive(len(answer_to(dust_packet())))

    assert [len(batch) for batch in ingest.batches] == [1, 2]


async def test_a_packet_that_arrives_byte_by_byte_behind_garbage_is_answered() -> None:
    stream = b"\xff##00" + framed(dust_packet()[6:-6], crc="0000") + dust_packet()
    async with serve("127.0.0.1", 0, Ingest()) as listener, device(listener) as logger:
        for byte in stream:
            await logger.send(bytes([byte]))

        assert await logger.receive(len(answer_to(dust_packet()))) == answer_to(dust_packet())


async def test_a_peer_that_closes_its_side_still_gets_its_answer() -> None:
    async with serve("127.0.0.1", 0, Ingest()) as listener, device(listener) as logger:
        await logger.send(dust_packet())
        logger.send_end()

        assert await logger.rest() == answer_to(dust_packet())


async def test_a_silent_connection_is_closed() -> None:
    before = metric("sandtable_hj212_connections_closed_total", reason="idle")
    options = Options(idle_seconds=0.05)
    async with serve("127.0.0.1", 0, Ingest(), options=options) as listener, device(listener) as logger:
        assert await logger.rest() == b""

    assert metric("sandtable_hj212_connections_closed_total", reason="idle") == before + 1


async def test_a_stranger_that_talks_something_else_is_closed() -> None:
    before = metric("sandtable_hj212_connections_closed_total", reason="garbage")
    async with serve("127.0.0.1", 0, Ingest()) as listener, device(listener) as stranger:
        await stranger.send(b"x" * 4097)
        assert await stranger.rest() == b""

    assert metric("sandtable_hj212_connections_closed_total", reason="garbage") == before + 1


async def test_a_known_talker_may_stammer_up_to_the_limit_between_two_packets() -> None:
    options = Options(max_garbage_bytes=10_000)
    async with serve("127.0.0.1", 0, Ingest(), options=options) as listener, device(listener) as logger:
        await logger.exchange(dust_packet())
        await logger.send(b"x" * 10_000)
        await logger.exchange(dust_packet())
        await logger.send(b"x" * 10_000)
        await logger.exchange(dust_packet())
        await logger.send(b"x" * 10_001)

        assert await logger.rest() == b""


async def test_a_new_connection_of_a_device_wins_over_its_dead_one() -> None:
    async with serve("127.0.0.1", 0, Ingest()) as listener, device(listener) as dead, device(listener) as live:
        await dead.exchange(dust_packet())
        await live.exchange(dust_packet())

        assert await dead.rest() == b""
        assert await live.exchange(dust_packet()) == answer_to(dust_packet())
        assert listener.connection_count == 1


async def test_a_relay_keeps_its_socket_when_one_of_its_devices_moves_away() -> None:
    async with serve("127.0.0.1", 0, Ingest()) as listener, device(listener) as relay, device(listener) as logger:
        mns = [f"{number:024X}" for number in range(300)]
        await relay.send(b"".join(dust_packet(mn=mn) for mn in mns))
        answers = b"".join(answer_to(dust_packet(mn=mn)) for mn in mns)
        assert await relay.receive(len(answers)) == answers
        await logger.exchange(dust_packet(mn=mns[0]))

        assert await relay.exchange(dust_packet(mn=mns[1])) == answer_to(dust_packet(mn=mns[1]))
        assert await relay.exchange(dust_packet(mn=mns[0])) == answer_to(dust_packet(mn=mns[0]))


async def test_a_declined_packet_cuts_nobody_off() -> None:
    forged = dust_packet(qn="9" * 17)

    async def decline_forged(packets: list[Received]) -> None:
        for received in packets:
            (received.decline if received.raw == forged[:-2] else received.accept)()

    async with (
        serve("127.0.0.1", 0, decline_forged) as listener,
        device(listener) as logger,
        device(listener) as forger,
    ):
        await logger.exchange(dust_packet())
        await forger.send(forged)
        forger.send_end()
        assert await forger.rest() == b""

        assert await logger.exchange(dust_packet()) == answer_to(dust_packet())


async def test_a_full_intake_stops_the_reading_and_loses_nothing() -> None:
    ingest = Ingest()
    ingest.commit.clear()
    packets = [dust_packet(qn=f"{number:017d}") for number in range(2_000)]
    before = taken_in()
    async with serve("127.0.0.1", 0, ingest, intake_size=10) as listener, device(listener) as logger:
        sending = asyncio.ensure_future(logger.send(b"".join(packets)))
        # The batch that is not committed, the full intake, and the one that waits for a place in it.
        await wait_for(lambda: bool(ingest.batches) and taken_in() == before + len(ingest.received) + 10 + 1)
        taken_while_full = len(ingest.received)
        ingest.commit.set()
        answers = b"".join(answer_to(packet) for packet in packets)
        assert await logger.receive(len(answers)) == answers
        await sending

    assert taken_while_full <= 10
    assert [received.raw for received in ingest.received] == [packet[:-2] for packet in packets]


async def test_stopping_answers_what_is_in_flight_and_closes() -> None:
    ingest = Ingest()
    ingest.commit.clear()
    async with serve("127.0.0.1", 0, ingest) as listener, device(listener) as logger:
        port = listener.port
        await logger.send(dust_packet())
        await wait_for(lambda: len(ingest.received) == 1)
        stopping = asyncio.ensure_future(listener.stop())
        await asyncio.sleep(0)
        ingest.commit.set()

        assert await logger.rest() == answer_to(dust_packet())
        await stopping
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)


async def test_stopping_does_not_wait_for_ever_for_a_commit() -> None:
    intake = Intake(size=1)
    listener = Listener(intake, options=Options(drain_seconds=0.05))
    await listener.start("127.0.0.1", 0)
    async with device(listener) as logger:
        await logger.send(dust_packet() * 3)
        await wait_for(lambda: intake.waiting == 1)
        async with asyncio.timeout(WAIT_SECONDS):
            await listener.stop()

        assert await logger.rest() == b""


async def test_more_connections_than_allowed_are_turned_away() -> None:
    options = Options(max_connections=1)
    async with serve("127.0.0.1", 0, Ingest(), options=options) as listener, device(listener) as first:
        await first.exchange(dust_packet())
        async with device(listener) as second:
            assert await second.rest() == b""

        assert await first.exchange(dust_packet()) == answer_to(dust_packet())


async def test_a_reset_connection_is_forgotten() -> None:
    ingest = Ingest()
    ingest.commit.clear()
    async with serve("127.0.0.1", 0, ingest) as listener:
        client = socket.create_connection(("127.0.0.1", listener.port))
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.sendall(dust_packet())
        await wait_for(lambda: len(ingest.received) == 1)
        client.close()
        await asyncio.sleep(0)
        ingest.commit.set()
        await wait_for(lambda: listener.connection_count == 0)

        assert listener.connection_of(MN) is None


async def test_a_commit_after_the_connection_is_gone_owns_nothing() -> None:
    intake = Intake()
    listener = Listener(intake, options=Options(drain_seconds=0.01))
    await listener.start("127.0.0.1", 0)
    async with device(listener) as logger:
        await logger.send(dust_packet())
    (received,) = await intake.batch()
    await wait_for(lambda: listener.connection_count == 0)
    received.accept()
    await listener.stop()

    assert listener.connection_of(MN) is None


async def test_a_device_is_read_under_its_profile() -> None:
    profile = Profile(checksum=Checksum.MODBUS_HIGH_FIRST, encoding="gb18030")
    data = dust_packet(cp="DataTime=20180507000558;i11001-Info=//x//")[6:-6].replace(
        b"//x//", "//设备启动//".encode("gbk")
    )
    ingest = Ingest()
    async with (
        serve("127.0.0.1", 0, ingest, profile_of=lambda mn: profile if mn == MN else Profile()) as listener,
        device(listener) as logger,
    ):
        await logger.send(framed(data, crc=f"{modbus(data):04x}"))
        await wait_for(lambda: len(ingest.received) == 1)

    (received,) = ingest.received
    assert (received.packet.cp["i11001-Info"], received.profile) == ("//设备启动//", profile)


async def test_a_command_can_be_sent_to_a_device_that_spoke() -> None:
    async with serve("127.0.0.1", 0, Ingest()) as listener, device(listener) as logger:
        await logger.exchange(dust_packet())
        connection = listener.connection_of(MN)

        assert connection is not None
        assert connection.send(b"hello") is True
        assert await logger.receive(5) == b"hello"


async def test_frames_and_answers_are_counted() -> None:
    good = metric("sandtable_hj212_frames_total", outcome="good")
    bad = metric("sandtable_hj212_frames_total", outcome="crc_mismatch")
    sent = metric("sandtable_hj212_answers_total", outcome="sent")
    async with serve("127.0.0.1", 0, Ingest()) as listener, device(listener) as logger:
        await logger.exchange(framed(dust_packet()[6:-6], crc="0000") + dust_packet())

    assert metric("sandtable_hj212_frames_total", outcome="good") == good + 1
    assert metric("sandtable_hj212_frames_total", outcome="crc_mismatch") == bad + 1
    assert metric("sandtable_hj212_answers_total", outcome="sent") == sent + 1
    assert metric("sandtable_hj212_connections") == 0


async def test_an_intake_hands_out_batches_up_to_the_limit_and_then_its_end() -> None:
    intake = Intake()
    listener = Listener(intake)
    await listener.start("127.0.0.1", 0)
    async with device(listener) as logger:
        await logger.send(dust_packet() * 5)
        first = await intake.batch(limit=1)
        await wait_for(lambda: intake.waiting == 4)
        second, third = await intake.batch(limit=3), await intake.batch(limit=3)
        await decline_all(first + second + third)
        await listener.stop()
    await intake.close()

    assert [len(first), len(second), len(third)] == [1, 3, 1]
    assert (await intake.batch(), await intake.batch()) == ([], [])
