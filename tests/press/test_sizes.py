"""How wide a picture prints, by what it says of itself."""

import struct

import pytest

from helpers.press import sizes


def png(wide, high):
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", wide, high)


def svg(sides):
    return f"<?xml version='1.0'?><svg xmlns='x' {sides}><rect width='1' height='1'/></svg>".encode()


@pytest.mark.parametrize(
    ("content", "asked", "inches"),
    [
        (png(192, 96), None, 2),
        (png(527, 96), None, 527 / 96),  # just under five and a half inches
        (png(528, 96), None, 0),
        (png(528, 680), None, 0),  # as wide as the line it is 8.63 inches high
        (png(96, 864), None, 1),
        (png(96, 865), None, 9 * 96 / 865),  # nine inches are what a page has room for
        (png(600, 807), None, 9 * 600 / 807),  # as wide as a line of 170 mm it is 9.002 inches high
        (png(600, 806), None, 0),
        (png(192, 96), 288, 3),
        (png(192, 96), "288", 3),
        (png(192, 1920), 96, 0.9),
        (png(192, 96), "50%", 2),
        (png(192, 96), 600, 0),
        (png(192, 96)[:23], None, 0),
        (svg('width="144pt" height="72pt"'), None, 2),
        (svg('width="144px" height="72"'), None, 1.5),
        (svg('width="144" height="72px"'), None, 1.5),
        (svg('height="720pt" width="72pt"'), None, 0.9),
        (svg('width="72pt" height="1440px"'), None, 0.6),
        (svg('width="50%"'), None, 0),
        (svg('height="72pt"'), None, 0),
        (svg('stroke-width="72"'), None, 0),
        (b"jpeg", 192, 2),
        (b"jpeg", None, 0),
        (b"", None, 0),
    ],
)
def test_how_wide_it_prints(content, asked, inches):
    assert sizes.width(content, asked) == pytest.approx(inches, abs=1e-9)  # binary fractions
