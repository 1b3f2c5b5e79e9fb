"""The shape of what is said of one kind of event."""

import msgspec

from backend.core.i18n import Text


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """Texts of one kind of event; `{name}` places are filled from `_fields`."""

    title: Text
    summary: Text = Text("", "")
    status: Text = Text("", "")
    page: str
