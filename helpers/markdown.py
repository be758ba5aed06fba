"""Plain text and paragraphs for Quarto markdown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


def escape(text: str) -> str:
    """``text`` with every character that markdown would read as markup escaped."""
    return re.sub(r"([\\`*_\[\]<>$@^~|#\"'])", r"\\\1", text)


@dataclass(frozen=True)
class Prose:
    """Sentences generated from data, as a notebook shows and Quarto prints them: a list, or paragraphs."""

    sentences: Sequence[str]
    bullets: bool = True

    def _repr_markdown_(self) -> str:
        if self.bullets:
            return "\n".join(f"- {escape(sentence)}" for sentence in self.sentences)
        return "\n\n".join(escape(sentence) for sentence in self.sentences)


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
