"""The pages of docs/ promise what happens: followed from the first to the last, as a reader does."""

import re
from urllib.parse import unquote

import pytest

from helpers.params import ROOT
from tests import guide


def test_what_the_pages_promise_happens(tmp_path, monkeypatch):
    """On a scratch desk, one page after another: each goes on where the one before it ended."""
    made = guide.desk(tmp_path / "clone")
    monkeypatch.setenv("DESK", str(made))
    monkeypatch.chdir(made)
    for page in guide.PAGES:
        guide.follow(page)


def anchor(heading):
    """As GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", [guide.DOCS / "README.md", *guide.PAGES], ids=lambda page: page.stem)
def test_links_of_a_page_lead_somewhere(page):
    links = re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    assert links
    for link in links:
        path, _, part = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if part:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert part in map(anchor, headings), link


def test_every_page_is_found_from_the_first_and_that_from_both_readmes():
    first = (guide.DOCS / "README.md").read_text(encoding="utf-8")
    assert guide.PAGES and all(f"({page.name})" in first for page in guide.PAGES)
    for readme in ("README.md", "README.ja.md"):
        assert "(docs/README.md)" in (ROOT / readme).read_text(encoding="utf-8")


def test_pictures_are_small_and_those_of_the_pages():
    shown = {
        name for page in guide.PAGES for name in re.findall(r"\]\(pictures/(.+?)\)", page.read_text(encoding="utf-8"))
    }
    drawn = {path.name: path.stat().st_size for path in (guide.DOCS / "pictures").iterdir()}
    assert shown == set(drawn) and max(drawn.values()) < 80_000


@pytest.mark.parametrize("path", guide.examples(), ids=lambda path: path.name)
def test_the_example_is_the_made_up_city(path):
    assert path.read_text(encoding="utf-8-sig") == guide.examples()[path]


def test_what_is_not_printed_is_noticed():
    printed = ["完成(3 秒)", "  変わるものはありません。"]
    guide.compare("page", ["完成(… 秒)", "変わるものはありません。"], 0, printed)
    for promised, status in (
        (["変わるものはありません。", "完成(… 秒)"], 0),  # the other way round
        (["完成"], 0),  # a part of a line
        (["完成(… 秒)"], 1),
        (["完成(… 秒)", "make: *** […] Error 1"], 0),
    ):
        with pytest.raises(AssertionError, match="page"):
            guide.compare("page", promised, status, printed)
