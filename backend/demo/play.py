"""`sandtable demo`: the story, told at the addresses that the settings name."""

import sys
from urllib.parse import urlsplit

from backend.core.settings import settings
from backend.demo.story import Addresses, tell


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
