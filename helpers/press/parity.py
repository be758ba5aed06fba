"""One packet.qmd, two renderers: whether Quarto and the embedded renderer made the same of it, as a reader sees, hears and prints it."""

import difflib
import itertools
from collections.abc import Iterator
from pathlib import Path

import pypdf
from bs4 import BeautifulSoup, Tag

_LANDMARKS = ("header", "nav", "main", "footer", "aside")
_SHOWN = 20


def differences(one: Path, other: Path) -> list[str]:
    """Every difference between the report.html and report.pdf in two folders, in Japanese; empty if they are the same.

    HTML: title, language, landmarks, skip link, headings, captions with their numbers, cells with their spans and marks, references
    and links, notes, paragraphs, alt texts. PDF: pages, their size and words, bookmarks, title, language, PDF/UA-1, alt texts.
    """
    found = []
    for kind, read, name in (("HTML", read_page, "report.html"), ("PDF", read_print, "report.pdf")):
        parts = [read(folder / name) for folder in (one, other)]
        for what in parts[0]:
            found += [f"{kind} {what}: {line}" for line in _compare(*(part[what] for part in parts))]
    return found


def _compare(one: list[str], other: list[str]) -> Iterator[str]:
    """The lines that differ, « before those of the first, » before those of the second."""
    if one == other:
        return
    lines = difflib.ndiff(one, other) if len(one) + len(other) < 2000 else _side_by_side(one, other)
    changed = [line for line in lines if line[0] in "-+"]
    for line in changed[:_SHOWN]:
        yield f"{'«' if line[0] == '-' else '»'} {line[2:]}"[:300]
    if len(changed) > _SHOWN:
        yield f"ほか {len(changed) - _SHOWN} 行"


def _side_by_side(one: list[str], other: list[str]) -> Iterator[str]:
    for a, b in itertools.zip_longest(one, other, fillvalue=""):
        if a != b:
            yield from (f"- {a}", f"+ {b}")


def read_page(path: Path) -> dict[str, list[str]]:
    """What a reader meets in report.html, by kind."""
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    body = soup.body
    return {
        "題名と言語": [_text(soup.title), soup.html.get("lang", "")],
        "ランドマーク": [_landmark(tag) for tag in body.find_all(True) if _landmark(tag)],
        "本文へのリンク": [
            f"{_text(tag)} {tag['href']} {bool(soup.find(id=tag['href'][1:]))}" for tag in body.find_all("a", "skip")
        ],
        "見出し": [f"{tag.name} {tag.get('id', '')} {_text(tag)}" for tag in body.find_all(["h1", "h2", "h3", "h4"])],
        "図表の番号と題": [
            f"{tag.parent.get('id', '')} {_text(tag)}" for tag in body.find_all(["figcaption", "caption"])
        ],
        "表のセル": [_cell(tag) for tag in body.find_all(["th", "td"])],
        "参照とリンク": [f"{_text(tag)} {tag.get('href')}" for tag in body.find_all("a")],
        "注": [_text(tag) for tag in body.find_all(class_="note")],
        "文": [_text(tag) for tag in body.find_all(["p", "li", "pre"]) if not tag.find_parent("table")],
        "代替文": [tag.get("alt", "") for tag in body.find_all("img")],
        "数式": [_text(tag) for tag in body.find_all("math")],
    }


def _landmark(tag: Tag) -> str:
    if tag.name not in _LANDMARKS and not tag.get("role"):
        return ""
    return " ".join(filter(None, (tag.name, tag.get("id", ""), tag.get("role", ""), tag.get("aria-label", ""))))


def _cell(tag: Tag) -> str:
    style = ";".join(sorted(part.strip() for part in tag.get("style", "").split(";") if part.strip()))
    return f"{tag.name} {tag.get('rowspan', 1)}x{tag.get('colspan', 1)} {tag.get('scope', '')} [{style}] {_text(tag)}"


def _text(tag: Tag | None) -> str:
    return " ".join(tag.get_text().split()) if tag else ""


def read_print(path: Path) -> dict[str, list[str]]:
    """What a reader meets in report.pdf, by kind."""
    pdf = pypdf.PdfReader(path)
    root = pdf.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode("utf-8", errors="replace") if "/Metadata" in root else ""
    return {
        "ページ数": [str(len(pdf.pages))],
        "用紙": [
            f"{n} {page.mediabox.width:.0f}x{page.mediabox.height:.0f}" for n, page in enumerate(pdf.pages, start=1)
        ],
        "ページの文字": [f"{n} {''.join(page.extract_text().split())}" for n, page in enumerate(pdf.pages, start=1)],
        "しおり": [entry.title for entry in pdf.outline if not isinstance(entry, list)],
        "題名と言語": [(pdf.metadata and pdf.metadata.title) or "", str(root.get("/Lang", ""))],
        "PDF/UA-1": [str("pdfuaid" in metadata), str(root.get("/MarkInfo", {}).get("/Marked", False))],
        "代替文": list(_alts(root.get("/StructTreeRoot"))),
    }


def _alts(element: object) -> Iterator[str]:
    """Alt texts of the structure tree, in reading order."""
    waiting = [element]
    while waiting:
        element = waiting.pop()
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            waiting += reversed(element)
        elif isinstance(element, dict):
            if "/Alt" in element:
                yield str(element["/Alt"])
            if "/K" in element:
                waiting.append(element["/K"])
