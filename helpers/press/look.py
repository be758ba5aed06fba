"""How a packet looks: the files of ``style/``, for Quarto and for the embedded renderer alike, with the colours of the palette."""

import shutil
from pathlib import Path

from helpers import palette

STYLE = Path(__file__).parent / "style"
_ON_A_PAGE = {"accent": palette.ACCENT, "ink": palette.INK, "head": palette.HEAD}
_IN_PRINT = {"accent": palette.ACCENT}


def css() -> str:
    """The style of a page; its colours are custom properties at the top."""
    properties = "".join(f" --{name}: {colour};" for name, colour in _ON_A_PAGE.items())
    return f":root {{{properties} }}\n" + (STYLE / "report.css").read_text(encoding="utf-8")


def typst() -> str:
    """The Typst template; its colours are variables at the top."""
    variables = "".join(f'#let {name} = rgb("{colour}")\n' for name, colour in _IN_PRINT.items())
    return variables + (STYLE / "typst-template.typ").read_text(encoding="utf-8")


def write(folder: Path) -> None:
    """Put all that a renderer needs into ``folder``."""
    shutil.copytree(STYLE, folder, dirs_exist_ok=True)
    (folder / "report.css").write_text(css(), encoding="utf-8")
    (folder / "typst-template.typ").write_text(typst(), encoding="utf-8")
