"""What the press is asked to print."""

from collections.abc import Mapping
from dataclasses import dataclass, field

PRODUCTS = ("report.html", "report.pdf", "report.xlsx")
ASSEMBLED, FIGURES = "packet.qmd", "figures"  # what they are rendered from: a file, and a folder beside it


@dataclass(frozen=True)
class Chapter:
    """One notebook of the document, under the title it has there; ``notes`` are printed at its end, ``parameters`` are its own."""

    notebook: str
    title: str
    notes: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """A packet to be. ``parameters`` go to every notebook; ``date`` (ISO) is the date the files carry; ``counted`` are the units of
    counts in its sentences; a part of a packet is not ``whole``, and its references may lead out of it;
    ``links`` are words and addresses of what stands beside it, for its page; ``running`` is what stands at the foot of every sheet before its mark;
    ``name`` is that of its files; ``sealed``: it is made from a copy of a desk that lacks something, which no notebook may get from the desk
    itself, nor anybody from what is told of it;
    ``edition`` stands at the foot of every sheet of its workbook.
    """

    title: str
    subtitle: str
    date: str
    chapters: tuple[Chapter, ...]
    parameters: dict[str, str]
    counted: tuple[str, ...] = ()
    whole: bool = True
    links: tuple[tuple[str, str], ...] = ()
    running: str = ""
    name: str = PRODUCTS[0].partition(".")[0]
    sealed: bool = False
    edition: str = ""

    @property
    def products(self) -> tuple[str, ...]:
        """What its files are called."""
        return tuple(f"{self.name}.{product.partition('.')[2]}" for product in PRODUCTS)
