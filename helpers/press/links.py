"""What the text of a notebook leads to: pictures, which come along into the packet, and places in the packet."""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import nbformat
from bs4 import BeautifulSoup
from nbformat import NotebookNode

from helpers.errors import DeskError
from helpers.press import failure, sizes
from helpers.press.document import FIGURES, Document

PICTURES = "pictures"  # in the metadata of an executed notebook: their contents by the name they get in the packet
_KINDS = ("png", "jpg", "jpeg", "gif", "svg", "webp")
_PICTURE = re.compile(
    r"(?P<code>^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)|(?P<ticks>`+)[^`].*?(?P=ticks))"  # in which nothing is a picture
    r"|(?P<head>!\[[^\]]*\]\(\s*)(?P<target><[^>]+>|[^)\s]+)(?P<tail>[^)]*\))(?P<said>\{)?|(?P<html><img\b)",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_INWARD = re.compile(r"(?<!!)\[[^\]]*\]\(#([^)\s]+)")


def bring(notebook: NotebookNode, name: str, folder: Path) -> frozenset[str]:
    """Put the pictures that the text of the executed ``notebook`` shows, files in ``folder`` or attached to a cell, into its metadata,
    from where :func:`unpack` takes them. Returns the files, as a section notes what it used.

    DeskError ``notebook`` naming the cell of a picture that is not there, or that cannot be printed.
    """
    pictures, used = {}, set()
    for place, cell in failure.cells(notebook, name):

        def moved(found: re.Match, place: str = place, cell: NotebookNode = cell) -> str:
            if found["code"]:
                return found[0]
            if found["html"]:
                raise DeskError("notebook", f"{place}の img は印刷できません。![説明](ファイルの名) と書いてください。")
            target = unquote(found["target"].strip("<>"))
            content = _content(target, cell, folder, place)
            fresh = f"{name}-{hashlib.sha256(content).hexdigest()[:12]}.{_kind(target)}"
            pictures[fresh] = base64.b64encode(content).decode()
            if not target.startswith("attachment:"):
                used.add(f"notebooks/{target}")
            width = 0 if found["said"] else sizes.width(content)
            return f"{found['head']}{FIGURES}/{fresh}{found['tail']}{found['said'] or ''}" + (
                f"{{width={width:.2f}in}}" if width else ""
            )

        for holder, key in _texts(cell):
            holder[key] = _PICTURE.sub(moved, holder[key])
        cell.pop("attachments", None)
    if pictures:
        notebook.metadata[PICTURES] = pictures
    return frozenset(used)


def unpack(notebook: NotebookNode, folder: Path) -> None:
    """Write the pictures that :func:`bring` found into ``folder``."""
    for name, content in notebook.metadata.get(PICTURES, {}).items():
        (folder / name).write_bytes(base64.b64decode(content))


def check(document: Document, sections: Path, page: BeautifulSoup) -> None:
    """DeskError ``document`` naming the cell of a link into the packet that leads nowhere in the finished ``page``."""
    known = {tag["id"] for tag in page.find_all(id=True)}
    for chapter in document.chapters:
        notebook = nbformat.read(sections / f"{chapter.notebook}.ipynb", as_version=4)
        for place, cell in failure.cells(notebook, chapter.notebook):
            for holder, key in _texts(cell):
                for target in _INWARD.findall(holder[key]):
                    if unquote(target) not in known:
                        raise DeskError(
                            "document", f"{place}のリンクの先「#{target}」に当たる見出しも図表もありません。"
                        )


def _texts(cell: NotebookNode) -> Iterator[tuple[dict, str]]:
    """The markdown of a cell, each where it is."""
    if cell.cell_type == "markdown":
        yield cell, "source"
    for output in cell.get("outputs", []):
        if "text/markdown" in output.get("data", {}):
            yield output.data, "text/markdown"


def _content(target: str, cell: NotebookNode, folder: Path, place: str) -> bytes:
    if re.match(r"(?:[a-z]+:)?//", target, re.IGNORECASE):
        raise DeskError(
            "notebook",
            f"{place}の画像「{target}」はインターネットにあります。notebooks/ に保存して、そのファイルの名を書いてください。",
        )
    if not _kind(target):
        raise DeskError("notebook", f"{place}の画像「{target}」は印刷できません。使える種類: {'、'.join(_KINDS)}。")
    if target.startswith("attachment:"):
        for content in cell.get("attachments", {}).get(target.removeprefix("attachment:"), {}).values():
            return content.encode() if _kind(target) == "svg" and "<" in content else base64.b64decode(content)
        raise DeskError("notebook", f"{place}の画像「{target}」がセルに付いていません。もう一度貼り付けてください。")
    try:
        return (folder / target).read_bytes()
    except OSError:
        raise DeskError(
            "notebook", f"{place}の画像「{target}」がありません。notebooks/ の中のファイルの名を確かめてください。"
        ) from None


def _kind(target: str) -> str:
    kind = target.rpartition(".")[2].lower()
    return kind if kind in _KINDS else ""
