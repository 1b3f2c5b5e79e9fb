"""QR codes as pictures: SVG text that a page puts in as it is."""

import segno

QUIET_MODULES = 4
"""ISO/IEC 18004: the light margin that a reader needs."""


def svg(text: str) -> str:
    """The code, black on white at error level M with its quiet zone; scales with the element around it."""
    code = segno.make(text, error="m", boost_error=False, micro=False)
    return code.svg_inline(border=QUIET_MODULES, omitsize=True, dark="#000", light="#fff")
