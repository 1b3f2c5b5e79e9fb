import base64
import random
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from wechatpy.utils import WeChatSigner

from bot.wechat.crypto import CallbackCipher, CallbackRefused, ForgedCallback, MalformedCallback
from bot.wechat.inbound import OtherEvent, TextReceived, encrypted_of, parse_event
from tests.bot.wechat.vectors import (
    V1_ECHO,
    V1_MESSAGE,
    V2_PUSH,
    V2_REPLY,
    V8_CARD,
    V8_CARD_XML,
    V8_NO_RECEIVER,
    V8_WHOLE_BLOCK,
)

AES_KEY = base64.b64decode(V8_CARD.key + "=")


def signed(encrypted: str, *, timestamp: str = V8_CARD.timestamp, nonce: str = V8_CARD.nonce) -> dict[str, Any]:
    """What a peer who knows the token would send."""
    signer = WeChatSigner()
    signer.add_data(V8_CARD.token, timestamp, nonce, encrypted)
    return {"encrypted": encrypted, "signature": signer.signature, "timestamp": timestamp, "nonce": nonce}


def encrypted_frame(frame: bytes) -> str:
    """A frame under V8's key exactly as given, padding and all."""
    encryptor = Cipher(algorithms.AES(AES_KEY), modes.CBC(AES_KEY[:16])).encryptor()
    return base64.b64encode(encryptor.update(frame) + encryptor.finalize()).decode()


def frame_of(message: bytes, *, length: int | None = None, receive_id: bytes = b"wwsandbox000000001") -> bytes:
    declared = len(message) if length is None else length
    return b"0123456789abcdef" + declared.to_bytes(4, "big") + message + receive_id


def padded(frame: bytes) -> bytes:
    count = 32 - len(frame) % 32
    return frame + bytes([count]) * count


def test_v1_the_official_address_verification_gives_its_plaintext() -> None:
    assert V1_ECHO.open() == b"1616140317555161061"


def test_v1_the_official_message_says_hello() -> None:
    event = parse_event(V1_MESSAGE.open())
    assert isinstance(event, TextReceived)
    assert (event.content, event.message_id, event.agent_id) == ("hello", "4561255354251345929", "218")


def test_v2_the_official_mini_program_push_is_json() -> None:
    plaintext = V2_PUSH.open()
    event = parse_event(plaintext)
    assert len(plaintext) == 167
    assert isinstance(event, OtherEvent)
    assert (event.message_type, event.event) == ("event", "debug_demo")


def test_v2_the_official_reply_is_reproduced_byte_for_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.wechat.crypto.secrets.token_bytes", lambda count: b"707722b803182950"[:count])
    sealed = V2_REPLY.cipher.seal('{"demo_resp":"good luck"}', timestamp=1713424427, nonce=V2_REPLY.nonce)
    assert (sealed.encrypted, sealed.signature) == (V2_REPLY.encrypted, V2_REPLY.signature)
    assert msgspec.json.decode(sealed.to_json()) == {
        "Encrypt": V2_REPLY.encrypted,
        "MsgSignature": V2_REPLY.signature,
        "TimeStamp": 1713424427,
        "Nonce": "415670741",
    }


@pytest.mark.parametrize(
    ("timestamp", "nonce", "signature"),
    [
        ("1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        ("1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
        ("1714112445", "415670741", "6c5c811b55cc85e0e1b54100749188c20beb3f5d"),
    ],
)
def test_v2_the_official_plain_signatures_pass(timestamp: str, nonce: str, signature: str) -> None:
    now = V2_PUSH.now + timedelta(seconds=int(timestamp) - int(V2_PUSH.timestamp))
    V2_PUSH.cipher.verify(signature=signature, timestamp=timestamp, nonce=nonce, now=now)
    with pytest.raises(ForgedCallback):
        V2_PUSH.cipher.verify(signature=signature, timestamp=timestamp, nonce=nonce + "1", now=now)


def test_v8a_a_card_event_opens() -> None:
    assert V8_CARD.open() == V8_CARD_XML.encode()


def test_v8b_an_empty_receiver_and_a_full_padding_block_open() -> None:
    assert V8_NO_RECEIVER.open().decode() == "安全预警"


def test_v8c_a_message_that_fills_its_block_opens() -> None:
    assert V8_WHOLE_BLOCK.open() == b"x" * 26


def test_what_is_sealed_opens_again_through_its_own_envelope() -> None:
    sealed = V8_CARD.cipher.seal("已确认", timestamp=1767225600, nonce="n1")
    encrypted = encrypted_of(sealed.to_xml().encode())
    assert V8_CARD.open(encrypted=encrypted, signature=sealed.signature, nonce="n1").decode() == "已确认"


def test_two_seals_of_one_text_differ() -> None:
    first = V8_CARD.cipher.seal("x", timestamp=1767225600, nonce="n1")
    assert first.encrypted != V8_CARD.cipher.seal("x", timestamp=1767225600, nonce="n1").encrypted


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_a_callback_of_up_to_300_seconds_from_now_opens(seconds: int) -> None:
    assert V8_CARD.open(now=V8_CARD.now + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-301, 301, 86400])
def test_a_callback_of_more_than_300_seconds_from_now_is_forged(seconds: int) -> None:
    with pytest.raises(ForgedCallback, match="timestamp"):
        V8_CARD.open(now=V8_CARD.now + timedelta(seconds=seconds))


def test_a_flipped_ciphertext_signed_anew_does_not_open() -> None:
    flipped = V8_CARD.encrypted[:-5] + ("B" if V8_CARD.encrypted[-5] == "A" else "A") + V8_CARD.encrypted[-4:]
    with pytest.raises(CallbackRefused):
        V8_CARD.open(**signed(flipped))


def test_a_callback_for_another_corporation_is_forged() -> None:
    other = msgspec.structs.replace(V8_CARD, receive_id="wwsandbox000000002")
    with pytest.raises(ForgedCallback, match="somebody else"):
        other.open()


def test_a_callback_whose_ciphertext_was_swapped_is_forged() -> None:
    with pytest.raises(ForgedCallback, match="signature"):
        V8_CARD.open(encrypted=V8_WHOLE_BLOCK.encrypted)


@pytest.mark.parametrize(
    "frame",
    [
        frame_of(b"x" * 26)[:-1] + b"\x00",
        frame_of(b"x" * 25) + b"\x21",
        padded(frame_of(b"x" * 26))[:-32] + b"\x01" * 30 + b"\x03\x20",
        padded(frame_of(b"x" * 26, length=1000)),
        padded(frame_of(b"x" * 26, length=0xFFFFFFFF)),
        b"\x10" * 16,
        padded(b"short"),
        b"\x20" * 16,
    ],
    ids=[
        "pad 0",
        "pad 33",
        "pad uneven",
        "length past the end",
        "length max",
        "only padding",
        "no header",
        "pad > all",
    ],
)
def test_a_signed_frame_with_wrong_bounds_is_malformed(frame: bytes) -> None:
    with pytest.raises(MalformedCallback):
        V8_CARD.open(**signed(encrypted_frame(frame)))


@pytest.mark.parametrize(
    "encrypted", ["", "=", "A", "AAAA", "中文", "AAAA AAAA", "AAAA\nAAAA", "A" * 65537, "AAAA=AAA", "é" * 24]
)
def test_a_signed_ciphertext_that_is_none_is_malformed(encrypted: str) -> None:
    with pytest.raises(MalformedCallback):
        V8_CARD.open(**signed(encrypted))


def test_an_echo_whose_plus_became_a_space_is_malformed_and_says_why() -> None:
    with pytest.raises(MalformedCallback, match="decoded twice"):
        V1_ECHO.open(encrypted=V1_ECHO.encrypted.replace("+", " "))


@pytest.mark.parametrize(
    "changes",
    [
        {"timestamp": ""},
        {"timestamp": "-767225600"},
        {"timestamp": "17672256001"},
        {"timestamp": "１７６７２２５６００"},
        {"nonce": ""},
        {"nonce": "n" * 33},
        {"nonce": "a b"},
        {"signature": ""},
        {"signature": V8_CARD.signature.upper()},
        {"signature": "é" * 40},
    ],
)
def test_query_values_of_a_wrong_shape_are_malformed(changes: dict[str, str]) -> None:
    with pytest.raises(MalformedCallback):
        V8_CARD.open(**changes)


def test_bytes_cannot_wander_between_ciphertext_and_nonce_under_one_signature() -> None:
    # The four values are joined without separators: moving a tail of blocks would keep the hash.
    moved = V8_CARD.encrypted[-64:]
    with pytest.raises(MalformedCallback):
        V8_CARD.open(encrypted=V8_CARD.encrypted[:-64], nonce=moved + V8_CARD.nonce)


def test_none_of_10000_bit_flips_is_accepted() -> None:
    source = random.Random(20260101)
    parts = {
        "encrypted": V8_CARD.encrypted,
        "signature": V8_CARD.signature,
        "timestamp": V8_CARD.timestamp,
        "nonce": V8_CARD.nonce,
    }
    assert sum(_opens_with_a_flip(source, parts) for _ in range(10_000)) == 0


def _opens_with_a_flip(source: random.Random, parts: dict[str, str]) -> bool:
    name = source.choice(sorted(parts))
    raw = bytearray(parts[name].encode())
    raw[source.randrange(len(raw))] ^= 1 << source.randrange(7)
    try:
        V8_CARD.open(**(parts | {name: raw.decode()}))
    except CallbackRefused:
        return False
    return True


@pytest.mark.parametrize(
    "key", ["", "short", "A" * 42, "A" * 44, "!" * 43, "c2FuZGJveC1vbmx5LWtleS0zMi1ieXRlcy1sb25nISE="]
)
def test_a_key_of_a_wrong_shape_is_refused_at_start(key: str) -> None:
    with pytest.raises(ValueError, match="43 characters"):
        CallbackCipher(token="t", aes_key=key, receive_id="")
