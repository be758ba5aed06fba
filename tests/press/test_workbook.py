import openpyxl

from helpers.press import execute, workbook
from tests.press.conftest import document


def test_numbers_are_numbers_and_one_value_stands_in_a_cell(root):
    made = document("one")
    execute.execute(made, root / "notebooks", root / "sections", lambda section: None)
    workbook.write(made, root / "sections", root / "report.xlsx")
    book = openpyxl.load_workbook(root / "report.xlsx")
    assert book.sheetnames == ["表紙", "目次", "注記", "表1 表の題"]
    sheet = book["表1 表の題"]
    assert [[cell.value for cell in row] for row in sheet] == [["甲（円）", "乙"], [-1234.5, "x"], [None, None]]
    assert sheet["A2"].number_format == '#,##0.0;"▲"#,##0.0'
    assert sheet["A2"].data_type == "n"
    assert sheet.freeze_panes == "A2" and sheet.print_title_rows == "$1:$1" and not sheet.merged_cells.ranges
    assert book["目次"]["A2"].hyperlink.location or book["目次"]["A2"].hyperlink.target
    assert [cell.value for cell in book["注記"][4]] == ["表1 表の題", "※ 注"]
    assert book.properties.modified.isoformat() == "2026-06-03T00:00:00"
