"""The glossary of each city's packet against everything else that the packet shows."""

import ast
import json

import matplotlib.pyplot as plt
import pytest

from helpers import params, tables
from helpers.measures import glossary
from helpers.measures.glossary import TERMS, WORDS
from helpers.packet import Packet
from helpers.params import ROOT

CLASSES = {"強制徴収公債権", "非強制徴収公債権", "私債権"}  # told by each other


def texts(section, city):
    """What the cells of a section show, in the city's latest meeting."""
    shown = []
    names = {"display": lambda *parts: shown.extend(parts)}
    for cell in json.loads((ROOT / "notebooks" / f"{section.notebook}.ipynb").read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield source
            continue
        *before, last = ast.parse(source).body
        exec(compile(ast.Module(before, []), "cell", "exec"), names)  # noqa: S102 (our own notebooks)
        if isinstance(last, ast.Expr):
            shown.append(eval(ast.unparse(last), names))
        else:
            exec(ast.unparse(last), names)  # noqa: S102
        if "parameters" in cell["metadata"].get("tags", []):
            names |= {"city": city, "meeting": ""} | section.parameters
    plt.close("all")
    yield from (part.markdown() if hasattr(part, "markdown") else getattr(part, "alt", "") for part in shown)
    yield from (section.title, *section.notes)


@pytest.mark.parametrize("city", params.cities())
def test_the_words_that_are_explained_are_the_words_that_are_used(city):
    packet = Packet.open(city)
    told = "\n".join(text for section in packet.meeting.sections for text in texts(section, city))
    elsewhere = told.replace(tables.glossary(packet).markdown(), "")
    assert elsewhere != told
    explained = {row.term for row in glossary(packet)}
    used = {term.term for term in TERMS if set(WORDS.findall(elsewhere)) & set(term.words)}
    assert used - explained == set()
    assert explained - used <= CLASSES
