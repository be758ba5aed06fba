"""Hold the sentences of report.html against those that the notebooks generated, and their numbers against the tables of their section."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup

from helpers.errors import DeskError, Fault
from helpers.notation import SIGNS
from helpers.press import executed
from helpers.press.document import Document
from helpers.press.proof.block import Block
from helpers.press.proof.page import blocks
from helpers.printed import Printed, read
from helpers.prose import SENTENCES, Part, Sentence

_MEASURED = ("百万円", "億円", "千円", "万円", "円", "%", "％", "ポイント", "倍")
_DIGITS = rf"(?<![0-9,.])約?[{SIGNS}]?(?:[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,3}}|[0-9]{{1,12}})(?:\.[0-9]{{1,6}})?"


@dataclass(frozen=True)
class Said:
    """A number of a sentence: the title of its section, the sentence, and the number as printed."""

    section: str
    sentence: str
    number: str


@dataclass(frozen=True)
class Told:
    """What came of the sentences: how many figures the generated ones have, how many numbers the others have, and those of each that
    follow from no table of their section.
    """

    figures: int = 0
    unfounded: tuple[Said, ...] = ()
    free: int = 0
    free_unfounded: tuple[Said, ...] = ()


def sentences(document: Document, sections: Path, page: BeautifulSoup) -> Told:
    """Hold the sentences of ``page`` against those the executed notebooks in ``sections`` carry, and their numbers against the tables
    of their section.

    DeskError ``proof`` if a generated sentence does not stand in its section as it was generated, or has a number that is not the
    figure it was made from. A number that follows from no table is no error: the tables need not have it.
    """
    found = blocks(document, page)
    faults, figures, unfounded = [], 0, []
    for chapter in document.chapters:
        own = [block for block in found if block.section == chapter.notebook]
        printed = [(_folded(text), block) for block in own for text in block.sentences]
        lost = []
        for carried in told(sections / f"{chapter.notebook}.ipynb"):
            sentence = Sentence.from_json(carried)
            faults += [Fault(chapter.title, message) for message in _wrong(sentence, carried["text"])]
            place = next((i for i, (text, _) in enumerate(printed) if text == _folded(carried["text"])), None)
            if place is None:
                lost.append(carried["text"])
                continue
            text, block = printed.pop(place)
            block.sentences.remove(next(said for said in block.sentences if _folded(said) == text))
            figures += len(sentence.figures)
            unfounded += [
                Said(chapter.title, text, part.text)
                for part in sentence.figures
                if not block.gives(_printed(part), document.counted)
            ]
        faults += [Fault(chapter.title, _instead(text, [left for left, _ in printed])) for text in lost]
    if faults:
        raise DeskError("proof", "報告書の文が、計算から生成した文と合いません。", faults)
    free = _free(found, document.counted)
    doubtful = tuple(said for block, said in free if not block.gives(read(said.number), document.counted))
    return Told(figures, tuple(unfounded), len(free), doubtful)


def numbers(text: str, counted: Sequence[str]) -> list[str]:
    """What looks like a number in ``text``: of money, a rate, or a count of what is ``counted``. Not a limit (3ポイント以上) and not a
    rate of something (1件当たり).
    """
    units = "|".join(map(re.escape, (*_MEASURED, *counted)))
    return re.findall(rf"{_DIGITS}(?:{units})(?!以上|以下|当たり)", text)


def told(notebook: Path) -> list[dict]:
    """The generated sentences that an executed notebook shows, in its order."""
    return [sentence for data in executed.shown(notebook, SENTENCES) for sentence in data.get("sentences", [])]


def _wrong(sentence: Sentence, text: str) -> list[str]:
    """What is wrong with a sentence that a notebook carries."""
    wrong = [] if sentence.text == text else [f"生成した文「{text}」が、その部分「{sentence.text}」と違います。"]
    wrong += [f"生成した文に、どこから来たかわからない数字「{run}」があります: {text}" for run in sentence.typed]
    return wrong + [
        f"「{part.text}」は、計算した値 {part.value}{part.unit} と違います: {text}"
        for part in sentence.figures
        if not _printed(part).agrees(part.value * _printed(part).scale)
    ]


def _printed(part: Part) -> Printed:
    """A figure of a sentence as a printed one, in the unit it has."""
    digits = part.text.removesuffix(part.unit)
    try:
        return read(digits, part.unit)
    except ValueError:
        return read(digits)  # a unit that only the data knows


def _free(found: list[Block], counted: Sequence[str]) -> list[tuple[Block, Said]]:
    """Every number that looks like one in the sentences of ``found``, which nobody generated."""
    return [
        (block, Said(block.title, _folded(sentence), number))
        for block in found
        for sentence in block.sentences
        for number in numbers(sentence, counted)
    ]


def _instead(text: str, printed: list[str]) -> str:
    near = difflib.get_close_matches(_folded(text), printed, n=1, cutoff=0.5)
    there = f"report.html では「{near[0]}」です。" if near else "report.html には、似た文もありません。"
    return f"生成した文は「{text}」、{there}"


def _folded(text: str) -> str:
    return " ".join(text.split())
