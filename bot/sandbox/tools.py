"""What the control handlers work on."""

from typing import Any, TypeAlias

import msgspec
from litestar import Request

from bot.sandbox.callbacks import Courier
from bot.sandbox.faults import Faults
from bot.sandbox.world import World

Asked: TypeAlias = Request[Any, Any, Any]


class Tools(msgspec.Struct, frozen=True):
    """What the control handlers work on, kept in the app's state."""

    world: World
    courier: Courier
    faults: Faults


def tools(request: Asked) -> Tools:
    """The sandbox behind this request."""
    found: Tools = request.app.state["tools"]
    return found
