"""A sandbox on a real port, in a thread of this process."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from bot.sandbox.app import create_app
from bot.sandbox.config import Config
from tests.bot.sandbox.playground import CALLBACK
from tests.waiting import wait_until


@contextmanager
def listening(config: Config | None = None) -> Iterator[str]:
    """Gives the base address."""
    app = create_app(config or Config(callback_url=CALLBACK))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False, lifespan="on"))
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            wait_until(lambda: server.started or not thread.is_alive(), within_seconds=60)
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=60)
