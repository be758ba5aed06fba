"""A packet for the public, built whole: no secret is in any byte of any file, unzipped, and everything says which edition it is."""

import io
import json
import re
import subprocess
import zipfile
import zlib

import openpyxl
import pypdf
import pytest

from helpers.errors import DeskError
from helpers.packet import Packet
from helpers.services import index, report, section, verify
from tests import town
from tests.press.conftest import notebook
from tests.publish import town_open
from tests.publish.test_publish import SECTIONS, secrets

TARGET = f"build/{town.CITY}/{town.MEETING}.public"
PARAMETERS = 'city = ""\nmeeting = ""'
# Everything that a notebook can get at, printed.
EVERYTHING = """\
from pathlib import Path
from helpers import action_sheets, charts, measures, parts, sentences, tables
from helpers.packet import Packet
packet = Packet.open("kawabe", "")
for claim in ("municipal_tax", "care_insurance", "school_meals"):  # that of the fourth is in initiatives
    display(*filter(None, (tables.results(packet, claim, 2025), charts.results(packet, claim, 2025), tables.hearings(packet, claim, 2025))))
    display(sentences.results(packet, claim, 2025))
print({name: table.to_dict("records") for name, table in packet.ledger.tables.items()}, packet.city, packet.meeting)
print([path.read_text() for path in sorted(Path("..").rglob("*")) if path.suffix in (".csv", ".yaml")])
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The desk of the town with its packet for the public."""
    desk = town_open.make(tmp_path_factory.mktemp("bytes") / "desk", [*SECTIONS, "everything"])
    notebook(desk / "notebooks/everything.ipynb", EVERYTHING, parameters=PARAMETERS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK", str(desk))
        patch.setenv("AUDIENCE", "public")
        report.make(town.CITY, town.MEETING, "embedded")
        index.write()
        yield desk


@pytest.fixture(scope="module")
def looked_for(built, tmp_path_factory):
    """The secrets of the town; an edition for the committee has each of them somewhere, or looking for it would prove nothing."""
    from helpers.press.scratch import snapshot
    from helpers.publish import publish

    copy = snapshot(built, tmp_path_factory.mktemp("copy"))
    publish(copy)
    return secrets(*(Packet.open(town.CITY, "", root) for root in (built, copy)))


def texts(path):
    """All that is in a file: its bytes, those of the files in it, of the streams of a PDF, and what a PDF says."""
    content = path.read_bytes()
    yield content
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            yield from (book.read(name) for name in book.namelist())
    if path.suffix == ".pdf":
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            try:
                yield zlib.decompressobj().decompress(stream)
            except zlib.error:
                continue  # a stream that is not packed, or packed another way, is in the bytes as it is
        reader = pypdf.PdfReader(path)
        yield "".join(page.extract_text() for page in reader.pages).replace("\n", "").encode()
        yield repr(reader.metadata).encode()


def found(files, looked_for):
    """Secrets by the file in which they are."""
    held = {}
    for path in files:
        content = b"\n".join(texts(path))
        content += b"\n" + re.sub(
            rb"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)).encode("utf-8", "surrogatepass"), content
        )
        if here := [secret for secret in looked_for if secret.encode() in content]:
            held[path.name] = here
    return held


def test_no_file_has_a_secret(built, looked_for):
    files = [path for path in (built / "build").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".html", ".pdf", ".xlsx", ".csv", ".json", ".qmd", ".ipynb", ".svg"}
    assert found(files, looked_for) == {}


def test_the_edition_for_the_committee_has_them(built, looked_for, monkeypatch):
    monkeypatch.delenv("AUDIENCE")
    report.make(town.CITY, town.MEETING, "embedded")
    folder = built / f"build/{town.CITY}/{town.MEETING}"
    for name in ("report.html", "report.pdf", "report.xlsx", "packet.qmd"):
        held = found([folder / name], looked_for).get(name, [])
        assert "483,917" in held or "483917" in held, name
        assert town_open.NAMES[0] in held or town_open.NAMES[0].replace(" ", "") in held or name.endswith("pdf"), name
    assert not (folder / "report-public.html").exists() and "公開版" not in (folder / "report.html").read_text("utf-8")
    pages = [sheet.extract_text() for sheet in pypdf.PdfReader(folder / "report.pdf").pages]
    assert all("【委員限り】" in text for text in pages)


def test_everything_says_that_it_is_for_the_public(built):
    folder = built / TARGET
    assert {p.name for p in folder.iterdir() if p.suffix in (".html", ".pdf", ".xlsx", ".csv")} == {
        *(f"report-public.{kind}" for kind in ("html", "pdf", "xlsx")),
        *(f"audit-public.{kind}" for kind in ("html", "csv", "xlsx")),
    }
    page = (folder / "report-public.html").read_text(encoding="utf-8")
    for name in ("report-public.pdf", "report-public.xlsx", "audit-public.html"):
        assert f'href="{name}"' in page and (folder / name).exists()
    assert 'href="report.' not in page and 'href="audit.' not in page
    pages = [sheet.extract_text() for sheet in pypdf.PdfReader(folder / "report-public.pdf").pages]
    assert len(pages) > 3 and all("公開版" in text for text in pages)
    for name in ("report", "audit"):
        book = openpyxl.load_workbook(folder / f"{name}-public.xlsx")
        cover = [str(cell.value) for row in book.worksheets[0] for cell in row]
        assert any("公開版" in text for text in cover), name
        assert all("公開版" in sheet.oddFooter.left.text for sheet in book.worksheets), name
    assert "【公開版】" in (built / "build/index.html").read_text(encoding="utf-8")


def test_x_stands_in_the_table_the_text_and_the_legend(built):
    page = (built / TARGET / "report-public.html").read_text(encoding="utf-8")
    assert (
        "対象者x人と" in page and "x は秘匿した数値" in page and "「x」は秘匿した数値。700000未満の件数や人数と" in page
    )
    book = openpyxl.load_workbook(built / TARGET / "report-public.xlsx")
    cells = [cell.value for sheet in book for row in sheet for cell in row]
    assert "x" in cells and not any(isinstance(value, float) and value != value for value in cells)


def test_what_is_secret_can_change_without_anybody_seeing_it(built, capsys):
    """Were a digest of it in build.json, who tries all numbers would find it."""
    before = (built / TARGET / "build.json").read_bytes()
    assert json.loads(before)["git"]["desk"] is None
    changes = {"483917": "483918", "2640137": "2640136", "1927363": "1927362", "612204": "612205"}
    paths = [built / f"data/{town.CITY}/{table}.csv" for table in ("figures", "hearings")]
    texts_before = [path.read_bytes() for path in paths]
    try:
        for path, text in zip(paths, texts_before, strict=True):
            path.write_bytes(re.sub("|".join(changes), lambda found: changes[found[0]], text.decode()).encode())
        assert all(path.read_bytes() != text for path, text in zip(paths, texts_before, strict=True))
        assert report.stands(town.CITY, town.MEETING, "auto")
        assert verify.run(town.CITY, "") == 0
        assert "一バイトも違いません" in capsys.readouterr().out
    finally:
        for path, text in zip(paths, texts_before, strict=True):
            path.write_bytes(text)


def test_a_notebook_cannot_read_the_desk_itself(built):
    for number, path in enumerate((f"data/{town.CITY}/members.csv", f"params/{town.CITY}/city.yaml")):
        notebook(built / f"notebooks/nosy{number}.ipynb", f"open({str(built / path)!r}).read()", parameters=PARAMETERS)
        with pytest.raises(DeskError, match="読めません。公開版のノートブック"):
            section.build(town.CITY, town.MEETING, f"nosy{number}", "embedded")


def test_a_section_alone_stands_beside_its_edition(built):
    made = section.build(town.CITY, town.MEETING, "agenda", "embedded")
    assert [path.relative_to(built).as_posix() for path in made] == [
        f"{TARGET}.sections/agenda/report-public.{kind}" for kind in ("html", "pdf", "xlsx")
    ]


def test_the_reader_of_pdfs_reads_what_another_program_reads(built):
    """What is looked for is looked for in all the text there is."""
    path = built / TARGET / "report-public.pdf"
    said = b"".join(texts(path)).decode("utf-8", "ignore")
    other = subprocess.run(
        ["pdftotext", path, "-"], capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
    for line in [line for line in other.splitlines() if len(line) > 12][:40]:
        assert line.replace(" ", "")[:10] in said.replace(" ", ""), line
