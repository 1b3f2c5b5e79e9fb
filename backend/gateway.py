"""The device process: HJ 212 sockets in, committed readings and answers out. Any number may run side by side."""

import asyncio
import contextlib
import signal

import structlog
from prometheus_client import start_http_server

from backend.core import db, logs
from backend.core.settings import settings
from backend.monitoring import ingest, listener

log = structlog.get_logger()


async def main() -> None:
    """Serve until SIGTERM or SIGINT: then no new sockets, packets in flight are committed and answered."""
    logs.configure()
    conf = settings()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await db.start()
    try:
        async with contextlib.AsyncExitStack() as stack:
            if conf.metrics_port:
                server, thread = start_http_server(conf.metrics_port)
                stack.callback(thread.join)
                stack.callback(server.shutdown)
            running = await stack.enter_async_context(
                listener.serve(conf.gateway_host, conf.gateway_port, ingest.on_packets)
            )
            log.info("gateway.started", port=running.port)
            await stop.wait()
    finally:
        await db.stop()


if __name__ == "__main__":
    asyncio.run(main())
