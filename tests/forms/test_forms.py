"""The forms for the sections: every claim has one, what is known stands in it, and it computes what it should."""

from decimal import Decimal

import openpyxl
import pytest

from helpers.errors import DeskError
from helpers.forms.contents import blank, contents
from helpers.forms.form import write
from helpers.packet import Packet
from helpers.params import ROOT
from helpers.rates import RATE_DEFINITIONS
from tests import office
from tests.conftest import make, run

CLAIMS = 30  # in the list of the 第5次 plan


@pytest.fixture(scope="module")
def saitama():
    return Packet.open("saitama", "2026-01-21")


@pytest.fixture(scope="module")
def forms(saitama):
    return {form.number: form for form in contents(saitama)}


@pytest.fixture(scope="module")
def late_elderly(saitama, forms, tmp_path_factory):
    path = tmp_path_factory.mktemp("form") / "form.xlsx"
    write(forms["強-3"], path, "▲", RATE_DEFINITIONS["collected"], saitama.date)
    return path


def test_every_claim_of_the_plan_has_a_form(forms):
    assert len(forms) == CLAIMS
    assert forms["非-4"].name == "国民健康保険事業特別会計返納金"  # the new number, not the old


def test_what_is_known_stands_in_the_form(late_elderly):
    form = openpyxl.load_workbook(late_elderly, data_only=True)["実施計画"]
    assert form["L2"].value == "生活福祉部"
    assert form["A1"].value == "（案）令和8年度債権回収実施計画"
    reference = [form.cell(row, 7).value for row in range(6, 24)]
    assert reference[:6] == [18084362, 174360, 18258722, 11424141, 58544, 11482685]
    assert reference[6:12] == [None] * 6  # 不納欠損額 and 還付未済額 are not printed
    # 11,424,141/18,084,362, 58,544/174,360, 11,482,685/18,258,722
    assert reference[12:] == [6701593, 102577, 6804170, 63.2, 33.6, 62.9]
    text = "\n".join(str(cell.value) for row in form.iter_rows() for cell in row if cell.value)
    for words in (
        "静岡市 後期高齢者医療保険料（令和7年度推計）：現年度分収納率 99.22%",
        "宇部市 後期高齢者医療保険料（令和5年度決算）：現年度分収納率 99.75%、目標 99.73%、収入未済額 16,102千円",
        "静岡市：SMS催告",
        "【新規】",
        "長期滞納や高額滞納",
        "差押えの研修",
    ):
        assert words in text


def test_a_claim_that_no_other_city_has_says_so(forms):
    assert forms["私-3"].other_figures == ["資料なし"]
    assert forms["私-3"].other_initiatives == ["資料なし"]


def test_a_similar_claim_of_another_name_is_compared(forms):
    """公立保育所使用料 and 宇部市's 保育料 are of one group in the catalogue."""
    assert any("宇部市 保育料（令和5年度決算）" in line for line in forms["強-5"].other_figures)
    assert all(len(form.other_initiatives) <= 6 for form in forms.values())


def test_only_cells_to_fill_in_are_open_and_each_has_a_hint(late_elderly):
    form = openpyxl.load_workbook(late_elderly)["実施計画"]
    assert form.protection.sheet
    covered = {str(r).split(":")[0] for v in form.data_validations.dataValidation for r in v.sqref.ranges}
    opened = {cell.coordinate for row in form.iter_rows() for cell in row if not cell.protection.locked}
    inside_merges = {
        form.cell(r, c).coordinate
        for area in form.merged_cells.ranges
        for r in range(area.min_row, area.max_row + 1)
        for c in range(area.min_col, area.max_col + 1)
    } - {form.cell(area.min_row, area.min_col).coordinate for area in form.merged_cells.ranges}
    assert opened - inside_merges == covered
    assert all(v.prompt and v.error and v.showInputMessage for v in form.data_validations.dataValidation)
    formulas = {cell.coordinate for row in form.iter_rows() for cell in row if cell.data_type == "f"}
    assert len(formulas) > 40 and not formulas & opened


def test_it_prints_on_one_sheet_of_a4(late_elderly):
    form = openpyxl.load_workbook(late_elderly)["実施計画"]
    assert form.page_setup.paperSize == 9 and form.page_setup.orientation == "portrait"
    assert form.sheet_properties.pageSetUpPr.fitToPage


def test_the_same_contents_give_the_same_bytes(saitama, forms, late_elderly, tmp_path):
    write(forms["強-3"], tmp_path / "again.xlsx", "▲", RATE_DEFINITIONS["collected"], saitama.date)
    assert (tmp_path / "again.xlsx").read_bytes() == late_elderly.read_bytes()


def test_the_form_as_such_is_of_no_claim_and_has_nothing_filled_in(saitama, tmp_path):
    path = tmp_path / "form.xlsx"
    write(blank(saitama), path, "▲", RATE_DEFINITIONS["collected"], saitama.date)
    book = openpyxl.load_workbook(path)
    sheet = book["実施計画"]
    assert book.properties.title == "実施計画"
    assert sheet["A1"].value == "（案）令和8年度債権回収実施計画"
    filled = [cell.value for row in sheet["G6:G25"] for cell in row if cell.value not in (None, "")]
    assert [value for value in filled if not str(value).startswith("=")] == []  # nothing is known, sums are formulas
    assert [sheet[place].value for place in ("C2", "E2", "J2", "I14", "I19", "B32")] == [None] * 6


def test_a_city_without_forms_says_what_is_missing():
    with pytest.raises(DeskError, match="forms"):
        contents(Packet.open("shizuoka"))


def test_the_command_writes_all_of_them(project):
    done = make(ROOT, "forms", "CITY=saitama", f"DESK={project}")
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in (project / "build/saitama/forms").iterdir())
    assert len(names) == CLAIMS and "強-1_市税.xlsx" in names
    assert run(project, "forms", "saitam").returncode == 1


def test_libreoffice_computes_what_the_form_promises(late_elderly, tmp_path):
    """Fill in one year and the targets, as a section would, and let LibreOffice compute."""
    book = openpyxl.load_workbook(late_elderly)
    form = book["実施計画"]
    assessed, collected, written_off, refund_due = (1000, 200), (900, 50), (10, 20), (5, 0)
    for item, parts in enumerate((assessed, collected, written_off, refund_due)):
        for line, amount in enumerate(parts):
            form.cell(6 + item * 3 + line, 6).value = amount
    form.cell(6, 5).value, form.cell(7, 5).value = 400, 100  # assessed only
    aim_row = next(row[8].row for row in form.iter_rows() if str(row[8].value).startswith("目標収納率"))
    form.cell(aim_row, 11).value = 91.5
    form.cell(aim_row + 2, 11).value, form.cell(aim_row + 2, 12).value = 150, 50
    book.save(tmp_path / "filled.xlsx")
    computed = office.computed(tmp_path / "filled.xlsx", tmp_path)["実施計画"]
    column = [computed.cell(row, 6).value for row in range(6, 24)]
    assert column[2::3][:4] == [1200, 950, 30, 5]
    assert column[12:15] == [1000 - 900 - 10 + 5, 200 - 50 - 20, 225]
    rates = [Decimal(str(rate)) for rate in column[15:]]
    assert rates == [Decimal("90"), Decimal("25"), Decimal("79.2")]  # 950/1200 = 79.166…
    assert round(computed.cell(aim_row + 1, 11).value, 6) == 1.5
    assert computed.cell(aim_row + 2, 13).value == 200
    assert computed.cell(aim_row + 3, 13).value == 200 - 225
    # A half-filled year computes what it can and shows no error.
    assert computed.cell(8, 5).value == 500 and not computed.cell(23, 5).value
    assert not [c.value for row in computed.iter_rows() for c in row if str(c.value).startswith("#")]
    # A year that nobody filled in stays empty, and the figures we filled in compute to the values we wrote.
    assert not any(computed.cell(row, 4).value for row in range(6, 24))
    assert [computed.cell(row, 7).value for row in (8, 11, 20, 21, 22, 23)] == [
        18258722,
        11482685,
        6804170,
        63.2,
        33.6,
        62.9,
    ]
