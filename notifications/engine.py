"""The loops of notifications for the worker: expand, dispatch, measure."""

import asyncio
from typing import Final

from backend.core import events, loops
from backend.core.settings import settings
from notifications import expand, lanes, metrics
from notifications.dispatch import Channels, Dispatcher

DISPATCH_POLL_SECONDS: Final = 0.2
"""A lane's clock frees it without a NOTIFY: a full second of waiting would cost a fifth of a robot's pace."""
MEASURE_SECONDS: Final = 5.0

LISTENS: Final = (events.CHANNEL, lanes.CHANNEL)


async def run(channels: Channels, stop: asyncio.Event) -> None:
    """Expand and send until `stop`; then claim nothing more and return when the sends under way are recorded."""
    async with loops.listening(LISTENS) as wakes, asyncio.TaskGroup() as sends:
        dispatch_wake = wakes[lanes.CHANNEL]
        dispatcher = Dispatcher(channels, sends, dispatch_wake, width=settings().dispatch_lanes)

        async def expand_and_wake() -> int:
            expanded = await expand.step()
            if expanded:
                dispatch_wake.set()  # Without waiting for our own NOTIFY.
            return expanded

        async with asyncio.TaskGroup() as steps:
            steps.create_task(loops.run("expand", expand_and_wake, stop=stop, wake=wakes[events.CHANNEL]))
            steps.create_task(
                loops.run(
                    "dispatch", dispatcher.step, stop=stop, wake=dispatch_wake, poll_seconds=DISPATCH_POLL_SECONDS
                )
            )
            steps.create_task(loops.run("measure", metrics.sample, stop=stop, poll_seconds=MEASURE_SECONDS))
