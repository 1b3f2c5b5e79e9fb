import base64

import pytest

from bot.sandbox.crypto import Cipher, Envelope, Unreadable, sign
from tests.bot.wechat import vectors
from tests.bot.wechat.vectors import Vector


def cipher_of(vector: Vector) -> Cipher:
    return Cipher(vector.token, vector.key, vector.receive_id)


def envelope_of(vector: Vector) -> Envelope:
    return Envelope(vector.encrypted, vector.signature, vector.timestamp, vector.nonce)


def test_the_official_echo_is_read() -> None:
    assert cipher_of(vectors.V1_ECHO).open(envelope_of(vectors.V1_ECHO)) == "1616140317555161061"


def test_the_official_message_is_read() -> None:
    plain = cipher_of(vectors.V1_MESSAGE).open(envelope_of(vectors.V1_MESSAGE))
    assert "<Content><![CDATA[hello]]></Content>" in plain
    assert "<MsgId>4561255354251345929</MsgId>" in plain


def test_the_mini_programs_push_is_read() -> None:
    plain = cipher_of(vectors.V2_PUSH).open(envelope_of(vectors.V2_PUSH))
    assert len(plain.encode()) == 167
    assert "debug_demo" in plain


def test_the_mini_programs_signatures_of_plain_mode_agree() -> None:
    assert sign("AAAAA", "1714036504", "1514711492") == "f464b24fc39322e44b38aa78f5edd27bd1441696"
    assert sign("AAAAA", "1714037059", "486452656") == "899cf89e464efb63f54ddac96b0a0a235f53aa78"


def test_the_mini_programs_reply_is_made_byte_for_byte() -> None:
    vector = vectors.V2_REPLY
    sealed = cipher_of(vector).seal(
        '{"demo_resp":"good luck"}', timestamp=vector.timestamp, nonce=vector.nonce, prefix=b"707722b803182950"
    )
    assert sealed == envelope_of(vector)


@pytest.mark.parametrize(
    ("vector", "plain"),
    [
        (vectors.V8_CARD, vectors.V8_CARD_XML),
        (vectors.V8_NO_RECEIVER, "安全预警"),
        (vectors.V8_WHOLE_BLOCK, "x" * 26),
    ],
    ids=["card", "no receiver", "whole block of padding"],
)
def test_our_own_vectors_are_made_and_read(vector: Vector, plain: str) -> None:
    cipher = cipher_of(vector)
    sealed = cipher.seal(plain, timestamp=vector.timestamp, nonce=vector.nonce, prefix=b"0123456789abcdef")
    assert sealed == envelope_of(vector)
    assert cipher.open(envelope_of(vector)) == plain


def test_a_wrong_signature_is_refused() -> None:
    forged = Envelope(vectors.V8_CARD.encrypted, "0" * 40, vectors.V8_CARD.timestamp, vectors.V8_CARD.nonce)
    with pytest.raises(Unreadable, match="signature"):
        cipher_of(vectors.V8_CARD).open(forged)


def test_somebody_elses_message_is_refused() -> None:
    stranger = Cipher(vectors.V8_CARD.token, vectors.V8_CARD.key, "ww-another")
    with pytest.raises(Unreadable, match="receiver"):
        stranger.open(envelope_of(vectors.V8_CARD))


def test_a_flipped_byte_is_refused() -> None:
    raw = bytearray(base64.b64decode(vectors.V8_CARD.encrypted))
    raw[-20] ^= 1
    with pytest.raises(Unreadable):
        cipher_of(vectors.V8_CARD).decrypt(base64.b64encode(raw).decode())


@pytest.mark.parametrize("encrypted", ["", "AAAA", "not base64!"])
def test_what_is_no_ciphertext_is_refused(encrypted: str) -> None:
    with pytest.raises(Unreadable):
        cipher_of(vectors.V8_CARD).decrypt(encrypted)


def test_two_seals_of_one_message_differ() -> None:
    cipher = cipher_of(vectors.V8_CARD)
    assert cipher.encrypt("x") != cipher.encrypt("x")
