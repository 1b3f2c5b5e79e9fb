"""Routes that are one and the same at the console and on the phone; a module of each door lists them as its own."""

from litestar.types import OperationIDCreator


def id_at_door(name: str) -> OperationIDCreator:
    """The operation's id at either door: `console_close_order` and `miniapp_close_order`."""
    return lambda _, __, path: f"{path[1]}_{name}"
