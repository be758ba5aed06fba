"""How large a picture prints: a small one is not enlarged, a high one fits the page."""

import re
import struct

PICTURES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpeg"}
# Inches: what nearly fills the line of a page, as a figure of usual size without its margins fills it; the line; and what a page has
# room for below a heading.
_FULL, _LINE, _HIGHEST = 5.5, 170 / 25.4, 9.0
SMALLEST = 7  # points of type that can be read on paper
_PIXELS = 96  # an inch, as on a page of the web


def width(content: bytes, asked: object = None) -> float:
    """How wide, in inches, a picture is to be printed that must not fill the line; 0 of one that may. ``asked`` are pixels."""
    wide, high = _inches(content)
    if str(asked).isdigit():
        wide, high = int(asked) / _PIXELS, high * int(asked) / _PIXELS / wide if wide else 0
    printed = wide if wide < _FULL else 0  # enlarged, its type would be larger than that of the page
    if wide and (printed or _LINE) * high / wide > _HIGHEST:
        printed = _HIGHEST * wide / high  # what is higher than a page would be cut off
    return printed


def scale(content: bytes, asked: object = None) -> float:
    """How many times as large as it was drawn a picture prints; 1 of one that does not say how large that was."""
    wide, _ = _inches(content)
    return (width(content, asked) or _LINE) / wide if wide else 1


def _inches(content: bytes) -> tuple[float, float]:
    """How wide and high a picture is; 0 of one that does not say."""
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        wide, high = struct.unpack(">II", content[16:24])
        return wide / _PIXELS, high / _PIXELS
    sides = (re.search(rb'<svg\b[^>]*?\s%s="([0-9.]+)(pt|px)?"' % side, content) for side in (b"width", b"height"))
    wide, high = (float(side[1]) / (72 if side[2] == b"pt" else _PIXELS) if side else 0 for side in sides)
    return wide, high
