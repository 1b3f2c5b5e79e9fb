"""Runs one web process, and ends it so that nobody is turned away: told to stop, it first says so to the balancer.

SIGTERM → `/readyz` says 503 for `drain_seconds`, while everything is still answered → no new connections, and requests
that run have `GRACE_SECONDS` to finish. An orchestrator must wait longer than both together before it kills.
"""

import asyncio
import math
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import uvicorn

from backend.app import begin_closing, create_app
from backend.core.settings import settings

GRACE_SECONDS: Final = 25
_LOOK_SECONDS: Final = 0.1
_NOT_STARTED: Final = 3


class _Server(uvicorn.Server):
    """Uvicorn's own, which would refuse connections at once; it offers no other place to put something in between."""

    def __init__(self, config: uvicorn.Config, begin: Callable[[], None], drain_seconds: float) -> None:
        super().__init__(config)
        self._begin = begin
        self._drain_seconds = drain_seconds

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._begin()
        for _ in range(math.ceil(self._drain_seconds / _LOOK_SECONDS)):
            if self.force_exit:  # Ctrl-C twice: whoever asks does not want to wait.
                break
            await asyncio.sleep(_LOOK_SECONDS)
        await super().shutdown(sockets)


def run(host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C; exit code 3 where it could not start."""
    application = create_app()
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,  # The application sets up the log.
        server_header=False,
        timeout_keep_alive=75,  # Longer than nginx keeps its idle connections, so that it never meets a closed one.
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = _Server(config, lambda: begin_closing(application), settings().drain_seconds)
    with suppress(KeyboardInterrupt):  # Raised again by uvicorn when everything is closed.
        server.run()
    if not server.started:
        sys.exit(_NOT_STARTED)
