"""Small pictures of what the desk makes, for ``docs/``: of an HTML page, a page of a PDF, a sheet of a workbook."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from PIL import Image, ImageChops, ImageOps

WIDTH, HEIGHT = 880, 900  # pixels: what a page of Markdown shows
_COLOURS = 64
_SHOWN = 24  # rows of a sheet
_PROGRAMS = {".html": ["chromium"], ".pdf": ["pdftoppm"], ".xlsx": ["soffice", "pdftoppm"]}


def draw(target: Path, source: Path, sheet: str = "", columns: str = "") -> None:
    """Draw ``source`` (the ``sheet`` of it, of that the ``columns``, all if none is named; of a PDF that page) as ``target``; where the program for it is not installed, say so and leave the picture that is."""
    if missing := [name for name in _PROGRAMS[source.suffix] if not shutil.which(name)]:
        print(f"  {target.name}: not drawn, {', '.join(missing)} is not installed")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if source.suffix == ".html":
            _small(_screen(source.resolve(), folder), target)
        elif source.suffix == ".xlsx":
            _small(_page(_printed(source, sheet, columns, folder), folder), target)
        else:
            _small(_page(source, folder, sheet or "1"), target)
    print(f"  {target.name}: {target.stat().st_size // 1000} kB")


def _screen(page: Path, folder: Path) -> Path:
    shot = folder / "screen.png"
    options = [
        "--headless",
        "--no-sandbox",
        "--hide-scrollbars",
        "--window-size=1000,1000",
        f"--user-data-dir={folder}/profile",
    ]
    _run("chromium", *options, f"--screenshot={shot}", page.as_uri())  # fmt: skip
    return shot


def _printed(book: Path, sheet: str, columns: str, folder: Path) -> Path:
    """One sheet of a workbook as a PDF of one page: its first rows."""
    opened = openpyxl.load_workbook(book)
    for other in opened.worksheets:
        if other.title != sheet:
            other.sheet_state = "hidden"
    opened.active = opened.sheetnames.index(sheet)
    page = opened[sheet]
    page.print_area = f"A1:{get_column_letter(page.max_column)}{min(page.max_row, _SHOWN)}"
    for letter in map(get_column_letter, range(1, page.max_column + 1)):
        page.column_dimensions[letter].hidden |= bool(columns) and letter not in columns
    page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight = "landscape", 1, 1
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_options.gridLines = page.print_options.headings = True
    page.oddHeader.center.text = page.oddFooter.center.text = None
    opened.save(folder / "sheet.xlsx")
    _run(
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        folder,
        folder / "sheet.xlsx",
    )
    return folder / "sheet.pdf"


def _page(pdf: Path, folder: Path, number: str = "1") -> Path:
    _run("pdftoppm", "-png", "-r", "130", "-f", number, "-l", number, "-singlefile", pdf, folder / "page")
    return folder / "page.png"


def _run(*command: str | Path) -> None:
    subprocess.run([str(word) for word in command], check=True, capture_output=True, timeout=180)


def _small(picture: Path, target: Path) -> None:
    """Without its white margins, as wide as a page shows, not much higher, in few colours."""
    image = Image.open(picture).convert("RGB")
    if box := ImageChops.invert(image).getbbox():
        image = image.crop(box)
    if image.width > WIDTH:
        image = image.resize((WIDTH, image.height * WIDTH // image.width), Image.Resampling.LANCZOS)
    image = ImageOps.expand(image.crop((0, 0, image.width, min(image.height, HEIGHT))), 10, "white")
    target.parent.mkdir(exist_ok=True)
    image.quantize(_COLOURS).save(target, optimize=True)
