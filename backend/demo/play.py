"""`sandtable demo`: the story, told at the addresses that the settings name."""

import sys
from urllib.parse import urlsplit

from backend.core import clock
from backend.core.settings import settings
from backend.demo.doors import DustMonitor
from backend.demo.story import MONITOR, Addresses, tell


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


async def play() -> None:
    """Play it once; the clock of due dates goes back to the present whatever happens."""
    conf = settings()
    if conf.clock_shift_file is None:
        raise SystemExit("the story spans forty days and needs SANDTABLE_CLOCK_SHIFT_FILE; `sandtable up` sets it")
    clock_file = conf.clock_shift_file
    host = urlsplit(conf.public_url).hostname or "127.0.0.1"
    addresses = Addresses(apis=[conf.public_url], sandbox=conf.wecom_api_base, gateways=[(host, conf.gateway_port)])

    def shift(seconds: float) -> None:
        if seconds:
            clock_file.write_text(f"{seconds}")
        else:
            clock_file.unlink(missing_ok=True)

    try:
        await tell(addresses, shift=shift, say=_say)
    finally:
        clock_file.unlink(missing_ok=True)


async def read(*, pm10: float, noise: float) -> None:
    """The story's dust monitor reports once; µg/m³ and dB(A)."""
    conf = settings()
    monitor = await DustMonitor(*MONITOR).dial(urlsplit(conf.public_url).hostname or "127.0.0.1", conf.gateway_port)
    try:
        answer = await monitor.report(clock.now(), pm10=pm10, noise=noise)
    finally:
        await monitor.hang_up()
    if answer:
        _say(f"已上报，网关已入库并应答 / Reported, kept and answered: {answer.decode('ascii').strip()}")
    else:
        _say("网关已挂断：这台设备未登记，请先演一遍故事 / The gateway hung up: tell the story first")
