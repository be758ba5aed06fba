"""Workbooks as LibreOffice computes them: the formulas we write must say what we mean."""

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest


def computed(path: Path, folder: Path) -> openpyxl.Workbook:
    """The values of a workbook, computed anew; ``folder`` is for what LibreOffice leaves. The test is skipped where there is none."""
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not installed (.ci/run installs it)")
    done = subprocess.run(
        [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(folder / "computed"), str(path)],
        capture_output=True, text=True, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return openpyxl.load_workbook(folder / "computed" / path.name, data_only=True)
