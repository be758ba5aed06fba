"""Plain text that stays text in Quarto markdown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_BREAKS = re.compile("[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")  # not 　, which is text
_MARKUP = re.compile(
    r"""[\\`*_\[\]<$@^~#"'{]"""
    r"|&(?=#?\w+;)"  # &lt;
    r"|\.(?=\.\.)|-(?=-)"  # … and –
    r"|(?<=[A-Za-z])\.(?= )"  # p. 5: pandoc would keep an abbreviation together with what follows
)
_OPENING = re.compile(r"[>|%]|[-+:](?= |$)|\+(?=\\?[-=])|:(?=::)")  # what means something where a line begins
_BOX = re.compile(r"(\\\[[ xX]\\\]) ")  # a task to tick off, even where its brackets are escaped
_NUMBERING = re.compile(r"(\(?(?:[0-9]+|[A-Za-z]|[ivxlcdmIVXLCDM]+))(?=[.)](?: |$))")  # 1. and (a)


def fold(text: str) -> str:
    """``text`` in one line: every run of spaces, tabs and line breaks is one space, none at its ends."""
    return _BREAKS.sub(" ", text).strip(" ")


def escape(text: str) -> str:
    """``text`` in one line as markdown that prints it, wherever a paragraph, an item, a heading, a caption or a title may stand."""
    marked = _MARKUP.sub(r"\\\g<0>", fold(text))
    if _OPENING.match(marked):
        return f"\\{marked}"
    if box := _BOX.match(marked):
        return f"{box[1]}&#32;{marked[box.end() :]}"
    if number := _NUMBERING.match(marked):
        return f"{number[1]}\\{marked[number.end() :]}"
    return marked


def attribute(text: str) -> str:
    """``text`` in one line as what stands between the quotes of a pandoc attribute: ``fig-alt="…"``."""
    marked = re.sub(r"[\\{@]|(?<=\{)#", r"\\\g<0>", re.sub(r"&(?=#?\w+;)", "&amp;", fold(text)))
    marked = marked.replace('"', "&quot;")  # no \": Quarto counts the quotes of a line
    # pandoc takes no space after the opening quote, and a 　 for one.
    return f"&#{ord(marked[0])};{marked[1:]}" if marked[:1].isspace() else marked


def verbatim(text: str) -> str:
    """``text`` as it is, line by line, whatever stands in it."""
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
    return f"{fence}\n{text}\n{fence}"


def formula(text: str) -> str:
    """LaTeX as a formula: an environment of its own (``\\begin{align}``) is set apart, what has dollar signs is one already."""
    return f"$$\n{text.strip()}\n$$" if text.lstrip().startswith(r"\begin{") else text


def table_float(id: str, caption: str, html: str, notes: Sequence[str]) -> str:
    """A table as Quarto reads it: a cross-referenceable float around raw HTML, notes below. :func:`table_html` gives ``html`` back."""
    lines = [
        ":::: {.table-scroll}",
        f"::: {{#{id}}}",
        "```{=html}",
        html,
        "```",
        "",
        escape(caption),
        ":::",
        "::::",
    ]
    if notes:
        lines += ["", "::: {.note}", *(f"{escape(note)}\n" for note in notes), ":::"]
    return "\n".join(lines)


def table_html(float: str) -> str:
    """The raw HTML in a :func:`table_float`."""
    return float.split("```{=html}\n", 1)[1].split("\n```\n", 1)[0]


@dataclass(frozen=True)
class Lead:
    """A line that stays on one page with what follows it."""

    text: str

    def _repr_markdown_(self) -> str:
        opening, closing = "```{=typst}\n#block(sticky: true)[\n```", "```{=typst}\n]\n```"
        return f"{opening}\n\n{escape(self.text)}\n\n{closing}"


@dataclass(frozen=True)
class Heading:
    """A heading that an output brings along, where one cell shows several parts."""

    text: str
    level: int = 2

    def _repr_markdown_(self) -> str:
        return f"{'#' * self.level} {escape(self.text)}"
