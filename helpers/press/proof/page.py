"""Read report.html, as Quarto or the embedded renderer wrote it."""

import re
from pathlib import Path

from bs4 import BeautifulSoup

from helpers.press.document import Document
from helpers.press.proof.block import Block
from helpers.press.proof.table import Shown, is_plain


def read(html: Path) -> BeautifulSoup:
    """report.html without its pictures, which are most of it."""
    return BeautifulSoup(re.sub(r'(src=")data:[^"]*"', r'\1"', html.read_text(encoding="utf-8")), "html.parser")


def blocks(document: Document, page: BeautifulSoup) -> list[Block]:
    """What stands under each heading of a report. A section begins with the heading that has its notebook's name."""
    titles = {chapter.notebook: chapter.title for chapter in document.chapters}
    found = [Block("", "")]
    # Quarto's own template has no <main>.
    for tag in (page.find("main") or page.body or page).find_all(["h1", "h2", "h3", "p", "li", "table"]):
        if tag.find_parent(["nav", "header"]):
            continue
        if tag.name in ("h1", "h2", "h3"):
            section = tag.get("id") or (tag.parent.get("id") if tag.parent.name == "section" else "")
            if tag.name == "h1" and section in titles:
                found.append(Block(section, titles[section]))
            else:
                found.append(Block(found[-1].section, found[-1].title, whole=found[-1].whole))
        elif tag.name == "table" and is_plain(tag):
            found[-1].tables.append(Shown(tag))
            found[-1].whole.tables.append(found[-1].tables[-1])
        elif not tag.find_parent(["table", "figcaption", "li"]) and not tag.find_parent(class_="note"):
            found[-1].sentences.append(tag.get_text())
    return found
