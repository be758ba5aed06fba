"""Pictures for the print, with their words as text: a reader finds them and copies them.

On a page the letters of a chart are paths, because a browser may lack the font. The PDF carries it.
"""

import re
from html import unescape
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

_SVG, _LINK = "http://www.w3.org/2000/svg", "{http://www.w3.org/1999/xlink}href"
_FAMILY = "Noto Sans CJK JP"
_WEIGHTS = {"#NotoSansCJKjp-Regular": "400", "#NotoSansCJKjp-Bold": "700"}
_EM = 100  # units of a letter's paths, as matplotlib draws them
_PLACE = re.compile(r"(?P<place>.*) scale\((?P<scale>[\d.]+) -(?P=scale)\)")

ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", _LINK[1:-5])


def write(figures: Path, folder: Path) -> None:
    """Put those SVG of ``figures`` into ``folder`` of which all words can be set in the font of the house: what matplotlib draws."""
    folder.mkdir()
    for path in sorted(figures.glob("*.svg")):
        if (lettered := _lettered(path.read_bytes())) is not None:
            (folder / path.name).write_bytes(lettered)


def _lettered(svg: bytes) -> bytes | None:
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))
    try:
        root = ElementTree.fromstring(svg, parser)
    except ElementTree.ParseError:
        return None  # an analyst's own: it is printed as it is, or Typst says why not
    words = [(group, at) for group in root.iter(f"{{{_SVG}}}g") for at in _words(group)]
    texts = [_text(group[at].text, group[at + 1]) for group, at in words]
    if not texts or None in texts:
        return None
    for (group, at), text in zip(words, texts, strict=True):
        group[at + 1] = text
    return ElementTree.tostring(root, encoding="utf-8")


def _words(group: ElementTree.Element) -> list[int]:
    """Where in ``group`` a comment says the words that the group after it draws."""
    return [
        at
        for at, (one, other) in enumerate(pairwise(group))
        if one.tag is ElementTree.Comment and other.tag == f"{{{_SVG}}}g" and "scale" in other.get("transform", "")
    ]


def _text(words: str, drawn: ElementTree.Element) -> ElementTree.Element | None:
    """``words`` as text where they are ``drawn``; None if they are not of one font of the house, or not letter by letter what is drawn."""
    said = unescape(words[1:-1])  # matplotlib escapes in comments too, and puts a blank between two dashes
    letters = [use.get(_LINK, "") for use in drawn.iter(f"{{{_SVG}}}use")]
    fonts = {letter.rpartition("-")[0] for letter in letters}
    placed = _PLACE.fullmatch(drawn.get("transform", ""))
    if len(fonts) != 1 or not fonts <= set(_WEIGHTS) or not placed or len(letters) != len(said):
        return None
    font = {
        "font-family": _FAMILY,
        "font-size": f"{float(placed['scale']) * _EM:g}",
        "font-weight": _WEIGHTS[fonts.pop()],
    }
    text = ElementTree.Element(
        f"{{{_SVG}}}text", {"transform": placed["place"], "style": drawn.get("style", ""), **font}
    )
    text.text = said
    return text
