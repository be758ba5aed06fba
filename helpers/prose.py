"""Generated sentences that say where their digits come from: figures that were computed, and names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from helpers import trace
from helpers.errors import DeskError
from helpers.markdown import escape
from helpers.printed import kind_of, read

SENTENCES = "application/vnd.claims-desk.sentences+json"

# Code points that Unicode keeps for use inside a program: no text of the data has them.
_OPEN, _NEXT, _CLOSE = "\ufdd0\ufdd1\ufdd2"


def figure(text: str, value: Decimal | int, unit: str) -> str:
    """``text`` as a figure in a sentence of :class:`Prose`: a ``value`` in ``unit``, as printed (with or without the unit)."""
    return f"{_OPEN}{text}{_NEXT}{Decimal(value):f}{_NEXT}{unit}{_CLOSE}"


def name(text: str) -> str:
    """``text`` as a name in a sentence of :class:`Prose`: a date, a claim, a limit (3ポイント以上), whose digits are no figure."""
    return f"{_OPEN}{text}{_CLOSE}"


@dataclass(frozen=True)
class Part:
    """A piece of a sentence. Words have no digits; a figure has a value and its unit."""

    kind: Literal["words", "name", "figure"]
    text: str
    value: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True)
class Sentence:
    """A generated sentence, piece by piece."""

    parts: tuple[Part, ...]

    @classmethod
    def of(cls, marked: str) -> "Sentence":
        """A sentence whose figures and names are marked by :func:`figure` and :func:`name`."""
        parts = []
        for position, piece in enumerate(re.split(f"{_OPEN}(.*?){_CLOSE}", marked, flags=re.DOTALL)):
            text, *recorded = piece.split(_NEXT)
            if recorded:
                parts.append(Part("figure", text, Decimal(recorded[0]), recorded[1]))
            elif text:
                parts.append(Part("name" if position % 2 else "words", text))
        return cls(tuple(parts))

    @classmethod
    def from_json(cls, carried: dict) -> "Sentence":
        """What :meth:`to_json` gave."""
        return cls(
            tuple(
                Part(
                    part["kind"],
                    part["text"],
                    Decimal(part["value"]) if "value" in part else None,
                    part.get("unit", ""),
                )
                for part in carried["parts"]
            )
        )

    def to_json(self) -> dict:
        """The text and its pieces; values are strings, because JSON knows no decimals."""
        return {
            "text": self.text,
            "parts": [
                {"kind": part.kind, "text": part.text}
                | ({} if part.value is None else {"value": f"{part.value:f}", "unit": part.unit})
                for part in self.parts
            ],
        }

    @property
    def text(self) -> str:
        """What is printed."""
        return "".join(part.text for part in self.parts)

    @property
    def figures(self) -> list[Part]:
        """The figures, in their order."""
        return [part for part in self.parts if part.kind == "figure"]

    @property
    def typed(self) -> list[str]:
        """Digits that no figure or name accounts for, and names that are an amount or a rate."""
        words = "\n".join(part.text for part in self.parts if part.kind == "words")
        digits = "".join(c if c.isdigit() or c in ".," else " " for c in words)
        return [run for run in digits.split() if run.strip(".,")] + [
            part.text for part in self.parts if part.kind == "name" and _measures(part.text)
        ]


def _measures(text: str) -> bool:
    """Whether a text is an amount or a rate, and no limit."""
    try:
        printed = read(text)
    except ValueError:
        return False
    return printed.value is not None and kind_of(printed.unit) != "count" and not printed.bound


@dataclass(frozen=True)
class Prose:
    """Sentences generated from data, as a notebook shows and Quarto prints them: a list, or paragraphs.

    Numbers from data stand in ``marked`` as :func:`figure`, other digits as :func:`name`; the packet's proof holds the printed
    sentences against them. ``sources`` are the rows of data that they rest on. DeskError ``proof`` if a sentence has digits of its own.
    """

    marked: Sequence[str]
    bullets: bool = True
    sources: Sequence[trace.Line] = field(default_factory=trace.taken, repr=False, compare=False)

    def __post_init__(self) -> None:
        for sentence in self.told:
            if sentence.typed:
                raise DeskError(
                    "proof",
                    f"生成する文に、どこから来たかわからない数字「{'」「'.join(sentence.typed)}」があります: {sentence.text}\n"
                    "数値は figure()、年度・債権名・基準は name() で書いてください。",
                )

    @cached_property
    def told(self) -> tuple[Sentence, ...]:
        """The sentences, piece by piece."""
        return tuple(Sentence.of(sentence) for sentence in self.marked)

    @property
    def sentences(self) -> list[str]:
        """What is printed."""
        return [sentence.text for sentence in self.told]

    def markdown(self) -> str:
        """The sentences as Quarto reads them."""
        if self.bullets:
            return "\n".join(f"- {escape(sentence)}" for sentence in self.sentences)
        return "\n\n".join(escape(sentence) for sentence in self.sentences)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {
            "text/plain": "\n".join(self.sentences),
            "text/markdown": self.markdown(),
            SENTENCES: {
                "sentences": [sentence.to_json() for sentence in self.told],
                "sources": [list(line) for line in self.sources],
            },
        }
