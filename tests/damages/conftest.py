import hashlib
import shutil
import tempfile
from pathlib import Path

import pytest

from helpers import cli
from helpers.press import render
from tests import town
from tests.damages.corpus import SMALL
from tests.shared import once


@pytest.fixture(scope="package")
def built(tmp_path_factory) -> Path:
    """The desk of 川辺市 with a build of two sections."""
    return once(tmp_path_factory, "built", _build)


def _build(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK", str(town.make(folder, SMALL)))
        assert cli.main(["report", town.CITY]) == 0


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    """The folder for temporary files, of this test alone."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def desk(built, tmp_path, temporary, monkeypatch) -> Path:
    """A copy of that desk to damage, where every command looks."""
    desk = tmp_path / "desk"
    shutil.copytree(built, desk)
    monkeypatch.setenv("DESK", str(desk))
    return desk


_rendered: dict[str, list[bytes]] = {}


@pytest.fixture(autouse=True)
def _one_document_is_rendered_once(monkeypatch) -> None:
    """Most damages that stop nothing leave the document as it was: it is not rendered three hundred times. Forked runs render anew."""
    real = render._embedded

    def embedded(work: Path, date: str, meanwhile):
        products = [work / "report.html", work / "report.pdf"]
        parts = [work / "packet.qmd", *sorted((work / "figures").iterdir())]
        document = hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest() + date
        if document not in _rendered:
            real(work, date, lambda page: None)
            _rendered[document] = [product.read_bytes() for product in products]
        for product, content in zip(products, _rendered[document], strict=True):
            product.write_bytes(content)
        return render._look(work, meanwhile)

    monkeypatch.setattr(render, "_embedded", embedded)
