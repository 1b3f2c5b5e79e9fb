"""The public test vectors of callbacks: V1 and V2 are the providers' own pages, V8 was made for this repository."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.wechat.crypto import CallbackCipher


class Vector(msgspec.Struct, frozen=True, kw_only=True):
    token: str
    key: str
    receive_id: str
    timestamp: str
    nonce: str
    signature: str
    encrypted: str

    @property
    def cipher(self) -> CallbackCipher:
        return CallbackCipher(token=self.token, aes_key=self.key, receive_id=self.receive_id)

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(int(self.timestamp), UTC)

    def open(self, **changes: Any) -> bytes:
        given: dict[str, Any] = {
            "signature": self.signature,
            "timestamp": self.timestamp,
            "nonce": self.nonce,
            "now": self.now,
        }
        encrypted = changes.pop("encrypted", self.encrypted)
        return self.cipher.open(encrypted, **(given | changes))


V1_ECHO = Vector(
    token="QDG6eK",
    key="jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
    receive_id="wx5823bf96d3bd56c7",
    timestamp="1409659589",
    nonce="263014780",
    signature="5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
    encrypted="P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==",
)
V1_MESSAGE = msgspec.structs.replace(
    V1_ECHO,
    timestamp="1409659813",
    nonce="1372623149",
    signature="477715d11cdb4164915debcba66cb864d751f3e6",
    encrypted=(
        "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg"
        "3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+k"
        "DZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6ti"
        "WSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p"
        "8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
    ),
)
V2_PUSH = Vector(
    token="AAAAA",
    key="A" * 43,
    receive_id="wxba5fad812f8e6fb9",
    timestamp="1714112445",
    nonce="415670741",
    signature="046e02f8204d34f8ba5fa3b1db94908f3df2e9b3",
    encrypted=(
        "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVza"
        "zhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwK"
        "SqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
    ),
)
V2_REPLY = msgspec.structs.replace(
    V2_PUSH,
    timestamp="1713424427",
    signature="1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1",
    encrypted="ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==",
)
V8_CARD = Vector(
    token="sandboxToken01",
    key="c2FuZGJveC1vbmx5LWtleS0zMi1ieXRlcy1sb25nISE",
    receive_id="wwsandbox000000001",
    timestamp="1767225600",
    nonce="nonce01",
    signature="e9cf537ca0b73465ed1fabb13d7382e8b429d8fa",
    encrypted=(
        "1fMAunBP3U40xIOADZ17uX2mqSwsPjMPVITHCp59ULgR4B9EoeC7XcRHpaZmM5+XkP5MRRt+Kws3EoQurDPEoBI8kGOJ//ecY3Xq"
        "aiC9mNZ6OpzGkykpkEDQjkUeiDcCM1AG5dbwUa+X7nHhI2iOk0aY6omWhELssJME8YpvpRXqCCe8lFP28nNUvWRWAMeAuZecqhCg"
        "bJqXY9zx+HLnAiYcoJKtlKPnkQqHbp6Ipu+7t+0+Ib7lasPNYGlyOBXG04zSQRnXZWBAo0nEa6A+XzbVH4KMvH/1jp/KwqByw0YR"
        "Qt9XD1DT19BGq2r2IM2imvjGXYvFHfhNXJsXOCtqw22VsgOIDhITHed+GcuiBE5P/MWZMmjGgLv45abkYIo0Y8pbGnNbfptiO5Nv"
        "9DhCJc5fPVrmbYDmIs8KX+9r/TqUt090W26l4GczKMvBFSHGpez+LIbDP0T6FFpbLNi/VNrdfG1n9Z5rnK4HaaE0D9rp+xNBrjkt"
        "fQvdX6Gpk8i8/8fv+acNcPyUNFPvWtVlieWInE5q/FcnmtTze1e8qTFjUYZSa9QyoPZ83lmxiozqbvsQEY07HA3BrwW9k7IPbYh1"
        "Dh/IX/I+G7mQf0Zezxw9DVheTAusX0YDRtx7xU+q"
    ),
)
V8_CARD_XML = (
    "<xml><ToUserName><![CDATA[wwsandbox000000001]]></ToUserName>"
    "<FromUserName><![CDATA[inspector01]]></FromUserName><CreateTime>1767225600</CreateTime>"
    "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[template_card_event]]></Event>"
    "<EventKey><![CDATA[ack]]></EventKey><TaskId><![CDATA[rect-2026-0001]]></TaskId>"
    "<CardType><![CDATA[button_interaction]]></CardType><ResponseCode><![CDATA[RC0001]]></ResponseCode>"
    "<AgentID>1000002</AgentID></xml>"
)
V8_NO_RECEIVER = msgspec.structs.replace(
    V8_CARD,
    receive_id="",
    signature="61d639732d770fc9005cccc3ca71bb7b38b5f102",
    encrypted="1fMAunBP3U40xIOADZ17uUvSuz0+EGpr8Yc2EP2qf4itUeziFvssEgzK3DtkCDw73Zc6oPSfdvvV8EmKvEm2cg==",
)
V8_WHOLE_BLOCK = msgspec.structs.replace(
    V8_CARD,
    signature="5c2d941cde574aabf5d62c4203c52e98ef1c8c7f",
    encrypted=(
        "1fMAunBP3U40xIOADZ17uTOXfL36X7EpF62RQxkchJbJz+yikhyNt9yT25719IpRNt5lhrvYjMsbd92BV+Ooi1l3ryZmsPY+"
        "BrJdkttNXwWrATxbQdBLotLgGEVLpnsR"
    ),
)
