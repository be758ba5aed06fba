import re
from decimal import Decimal

import pytest

from helpers import ledger
from helpers.errors import DeskError
from helpers.params import ROOT

FIGURES = "data/shizuoka/figures.csv"
RATE = "2024,,all,total,collection_rate,,,actual,97.81,%,,,参考① 収納率"
HEADER = "fiscal_year,as_of,claim,segment,measure,item,group,kind,value,unit,approx,base_year,source"


def edit(project, old, new, file=FIGURES):
    path = project / file
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8-sig")


def faults(project):
    with pytest.raises(DeskError) as caught:
        ledger.load("shizuoka", project)
    assert caught.value.code == "data"
    return str(caught.value)


def test_figures_keep_the_digits_they_were_printed_with(packet):
    value = packet.ledger.value(claim="municipal_tax", fiscal_year=2025, item="完納率", kind="actual", measure="share")
    assert isinstance(value, Decimal)
    assert str(value) == "70.20"


@pytest.mark.parametrize("table", ledger.TABLES)
def test_every_table_asks_where_a_row_was_read(table):
    source = ledger.TABLES[table].model_fields["source"]
    assert source.is_required() and source.metadata, "a row without its place in the source must be refused"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",97.81,%,", ",▲97.81,%,", [f"{FIGURES} 2行目 value", "「▲97.81」", "半角の -"]),
        (",97.81,%,", ",97.81%,%,", ["2行目 value", "カンマ・単位・▲は付けない"]),
        (",97.81,%,", ",九十七,%,", ["2行目 value", "数値だけを半角で"]),
        (",97.81,%,", ',"1,097.81",%,', ["2行目 value"]),
        (",97.81,%,", ",９７.８１,%,", ["2行目 value", "「９７.８１」", "半角"]),
        (",97.81,%,", ",97.81,千円,", ["2行目 unit", "単位は % です"]),
        (",97.81,%,", ",97.81,", ["2行目", "列の数が見出しの 13 列と合いません"]),
        ("2024,,all,total,collection_rate,,,actual", "令和6,,all,total,collection_rate,,,actual", ["2行目 fiscal_year", "整数"]),
        ("2024,,all,total,collection_rate,,,actual", "2024,2025-02-30,all,total,collection_rate,,,actual", ["2行目 as_of", "2026-06-03 の形"]),
        ("2024,,all,total,collection_rate,,,actual", "2024,,municipal_taxx,total,collection_rate,,,actual", ["2行目 claim", "もしかして「municipal_tax」"]),
        ("2024,,all,total,collection_rate,,,actual", "2024,,all,total,colection_rate,,,actual", ["2行目 measure", "使える値"]),
        ("difference,0.22,ポイント,,2023", "difference,0.22,ポイント,,", ["3行目 base_year"]),
        ("difference,0.22,ポイント,,2023", "difference,0.22,%,,2023", ["3行目 unit", "ポイント"]),
        ("count,完納件数,", "count,,", ["item", "何の数か"]),
        (RATE, f"{RATE}\n{RATE}", ["3行目", "2行目と重複"]),
        (HEADER, HEADER.replace("value", "vaule"), ["1行目 value", "列がありません", "vaule", "もしかして「value」"]),
        (HEADER, HEADER.replace(",source", ""), ["source", "列がありません"]),
        (HEADER, HEADER.replace("approx", "unit"), ["同じ列名が二度"]),
        ("参考① 収納率\n", '"参考① 収納率\n', ["CSV として読めません"]),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named(project, old, new, said):
    edit(project, old, new)
    text = faults(project)
    for words in said:
        assert words in text


def test_every_fault_is_told_at_once(project):
    edit(project, ",97.81,%,", ",▲97.81,%,")
    edit(project, ",0.22,ポイント,", ",0.22点,ポイント,")
    edit(project, "副市長", "", "data/shizuoka/members.csv")
    text = faults(project)
    assert "3 件の誤り" in text
    assert all(words in text for words in ("2行目 value", "3行目 value", "members.csv 2行目 post"))


def test_a_file_from_excel_in_shift_jis_is_refused_with_the_way_out(project):
    path = project / "data/shizuoka/members.csv"
    path.write_bytes(path.read_text(encoding="utf-8-sig").encode("cp932"))
    assert "CSV UTF-8" in faults(project)


def test_excel_line_ends_are_read(project):
    path = project / FIGURES
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(ledger.load("shizuoka", project)["figures"]) == len(ledger.load("shizuoka")["figures"])


def test_a_missing_required_table_is_named(project):
    (project / FIGURES).unlink()
    assert f"{FIGURES}: ファイルがありません" in faults(project)


def test_a_folder_where_a_file_should_be_is_named(project):
    (project / FIGURES).unlink()
    (project / FIGURES).mkdir()
    assert f"{FIGURES}: ファイルを読めません" in faults(project)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2025-11-04,2026-01-30", "2025-11-04,2025-10-30", "終わりが始まりより前"),
        ("2025-11-04,2026-01-30", "2025-11-04,", "両方書くか"),
        ("2025-11-04,2026-01-30", "2025-11-04,2025-11", ""),
    ],
)
def test_a_campaign_ends_after_it_begins(project, old, new, said):
    edit(project, old, new, "data/shizuoka/campaigns.csv")
    if said:
        assert said in faults(project)
    else:
        ledger.load("shizuoka", project)


def test_an_unknown_table_is_named(project):
    (project / "data/shizuoka/figure.csv").write_text("a\n", encoding="utf-8")
    assert "もしかして「figures」" in faults(project)


def test_a_table_that_a_section_needs_is_asked_for(project):
    (project / "data/shizuoka/tools.csv").unlink()
    (project / "data/shizuoka/tool_claims.csv").unlink()
    with pytest.raises(DeskError, match=r"data/shizuoka/tools\.csv がありません.*before_cost"):
        ledger.load("shizuoka", project)["tools"]


def amounts(unit, outstanding):
    parts = {"assessed": 1000, "collected": 900, "written_off": 20, "refund_due": 5, "outstanding": outstanding}
    return "".join(f"2023,,water,total,{measure},,,actual,{value},{unit},,,試験\n" for measure, value in parts.items())


@pytest.mark.parametrize(
    ("unit", "outstanding", "holds"),
    # Five amounts in 千円 are each within 0.5: together 2.5. Yen are exact.
    [("円", 85, True), ("円", 86, False), ("千円", 87, True), ("千円", 88, False), ("千円", 82, False)],
)
def test_the_identity_of_amounts(project, unit, outstanding, holds):
    path = project / FIGURES
    path.write_text(path.read_text(encoding="utf-8-sig") + amounts(unit, outstanding), encoding="utf-8-sig")
    if holds:
        ledger.load("shizuoka", project)
    else:
        assert "調定額−収入済額−不納欠損額+還付未済額" in faults(project)


def test_a_question_with_two_answers_is_refused(packet):
    with pytest.raises(DeskError, match="一つの数値を求めたところ"):
        packet.ledger.value(claim="municipal_tax")


def test_the_dictionary_names_every_table_and_column():
    text = (ROOT / "data/README.md").read_text(encoding="utf-8")
    for table, model in ledger.TABLES.items():
        # A page section runs from the heading that names the table to the next heading or list item of another table.
        place = text.index(f"{table}.csv", text.index("## 表"))
        section = re.split(r"\n### ", text[place:])[0]
        for column in model.model_fields:
            assert re.search(rf"\b{column}\b", section), f"{table}.{column} is not in data/README.md"


@pytest.mark.parametrize("content", ["x", "", "1,2,3\n4,5,6\n"])
def test_a_file_without_a_header_is_one_fault(project, content):
    (project / FIGURES).write_text(content, encoding="utf-8-sig")
    said = faults(project)
    assert said.count("  - ") == 1
    assert f"{FIGURES} 1行目: 列名の行がありません。1 行目に次の列名を書いてください: {HEADER}" in said
