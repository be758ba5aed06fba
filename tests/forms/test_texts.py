"""Whatever a claim is called and whatever its section wrote: a form is a file, and its texts are texts."""

import datetime as dt
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from helpers.errors import DeskError
from helpers.forms.contents import Contents
from helpers.forms.form import write
from helpers.forms.names import file_names
from helpers.rates import RATE_DEFINITIONS

DAY = dt.date(2026, 1, 21)
KNOWN = {"current": Decimal(10), "carried_over": Decimal(2)}


def form(number="強-1", name="市税", text="課題", **known):
    return Contents(
        number=number, name=name, bureau=text, division=text, section=text, fiscal_year=2026, as_of=DAY, unit="千円",
        **{part: known.get(part, KNOWN) for part in ("assessed", "collected", "outstanding", "target")},
        issues=[text], responses=[text], other_figures=[text], other_initiatives=[text],
    )  # fmt: skip


def written(tmp_path, contents, rate="collected"):
    write(contents, tmp_path / "form.xlsx", "▲", RATE_DEFINITIONS[rate], DAY)
    return openpyxl.load_workbook(tmp_path / "form.xlsx")["実施計画"]


def formulas(path):
    with zipfile.ZipFile(path) as file:
        return file.read("xl/worksheets/sheet1.xml").count(b"<f>")


class TestTextStaysText:
    @pytest.mark.parametrize(
        "text",
        [
            "=1+1", '=HYPERLINK("http://x.example","見る")', "=cmd|'/c calc'!A1", "{=1+1}", "-督促の徹底", "@SUM(A1)", "#N/A", "TRUE",
            "1e5", "007", "http://x.example", "mailto:a@x.example", "external:c.xlsx", "file://x/y", "  字下げ",
        ],
    )  # fmt: skip
    def test_wherever_it_stands(self, tmp_path, text):
        cells = [cell for row in written(tmp_path, form(text, text, text)) for cell in row]
        own = [cell for cell in cells if cell.value == text]
        assert len(own) == 9 and {cell.data_type for cell in own} == {"s"}
        assert {bool(cell.quotePrefix) for cell in own} == {text[0] in "=+-@"}  # a text still after somebody edits it
        assert not any(cell.hyperlink for cell in cells)
        count = formulas(tmp_path / "form.xlsx")
        written(tmp_path, form())
        assert formulas(tmp_path / "form.xlsx") == count > 40  # those of the form itself

    def test_open_boxes_stay_open(self, tmp_path):
        opened = [
            [
                cell.coordinate
                for row in written(tmp_path, form(text=text))
                for cell in row
                if not cell.protection.locked
            ]
            for text in ("課題", "-課題")
        ]
        assert opened[0] == opened[1]


class TestWhatExcelCannotHold:
    @pytest.mark.parametrize(
        ("contents", "said"),
        [
            (form(text="\x07"), "様式 強-1 issues: 目に見えない制御文字(U+0007)"),
            (form(text="字" * 32_768), "様式 強-1 responses: 長すぎます(32,768 字)"),
            (form(text="𠮷" * 16_384), "様式 強-1 issues: 長すぎます(32,768 字)"),
            (form(name="\ud800"), "様式 強-1 name: 目に見えない制御文字(U+D800)"),
            (
                form(assessed=KNOWN | {"current": Decimal("1" * 40)}),
                "様式 強-1 assessed: 「1111111111111111111111111111111111111111」は、Excel で",
            ),
            (form(target=KNOWN | {"current": Decimal("Infinity")}), "様式 強-1 target: 「Infinity」は、Excel で"),
            (form(collected=KNOWN | {"current": Decimal("1e999")}), "様式 強-1 collected: 「1E+999」は、Excel で"),
        ],
        ids=["control", "long", "rare kanji", "surrogate", "digits", "infinite", "huge"],
    )
    def test_is_refused_by_its_place(self, tmp_path, contents, said):
        with pytest.raises(DeskError) as caught:
            written(tmp_path, contents)
        assert caught.value.code == "document" and said in str(caught.value)
        assert not (tmp_path / "form.xlsx").exists()


class TestFileNames:
    @pytest.mark.parametrize(
        ("number", "name", "file"),
        [
            ("強-1", "市税", "強-1_市税.xlsx"),
            ("強-1", "延滞金/加算金", "強-1_延滞金_加算金.xlsx"),
            ("強-1", '\\:*?"<>|', "強-1_________.xlsx"),
            ("../..", "etc/passwd", "_.._etc_passwd.xlsx"),
            (".hidden", "x.", "hidden_x.xlsx"),
            ("強-1", "\x00\x1b\n\u202e\ud800", "強-1______.xlsx"),
            ("強-1", "が", "強-1_が.xlsx"),  # one letter, not two code points
            ("...", " . ", "_.xlsx"),
        ],
    )
    def test_what_a_file_system_refuses_is_replaced(self, tmp_path, number, name, file):
        assert file_names([form(number, name)]) == [file]
        (tmp_path / file).touch()
        assert [path.name for path in tmp_path.iterdir()] == [file]

    def test_long_names_fit(self, tmp_path):
        names = file_names([form(name="債" * 300), form(name="債" * 301), form(name="𠮷" * 300)])
        assert len(set(names)) == 3 and all(len(name.encode()) <= 200 for name in names)
        for name in names:
            (tmp_path / name).touch()

    def test_no_name_is_given_twice(self):
        forms = [form("A/1", "x"), form("A:1", "X"), form("A_1", "x_2"), form("A?1", "x")]
        names = file_names(forms)
        assert names == ["A_1_x.xlsx", "A_1_X_2.xlsx", "A_1_x_2_2.xlsx", "A_1_x_3.xlsx"]
        assert len({name.casefold() for name in names}) == 4

    def test_those_of_the_cities_are_as_they_were(self):
        assert file_names([form("強-1", "市税"), form("非-4", "国民健康保険事業特別会計返納金")]) == [
            "強-1_市税.xlsx",
            "非-4_国民健康保険事業特別会計返納金.xlsx",
        ]


class TestTheRate:
    """Its cells follow the definition of the city: B and A of a line are three rows apart, in F and G."""

    CASES = {
        "collected": ("F=B/A", '=IF(OR(COUNT(F9)=0,N(F6)=0),"",ROUND(F9/F6*100,1))'),
        "collected_less_refund_due": (
            "F=（B−還付未済額）/A",
            '=IF(OR(COUNT(F9,F15)<2,N(F6)=0),"",ROUND((F9-F15)/F6*100,1))',
        ),
    }

    @pytest.mark.parametrize("rate", CASES)
    def test_is_computed_as_the_city_computes_it(self, tmp_path, rate):
        letters, formula = self.CASES[rate]
        made = written(tmp_path, form(), rate)
        assert made["B21"].value == f"収納率（%）\n{letters}" and made["F21"].value == formula

    @pytest.mark.parametrize(("rate", "known"), [("collected", 1000), ("collected_less_refund_due", None)])
    def test_of_today_stands_beside_it_where_it_is_known(self, tmp_path, rate, known):
        """還付未済額 of today is in no form: a rate that needs it has no value, in a viewer that does not compute as in Excel."""
        written(tmp_path, form(assessed={"current": Decimal(1), "carried_over": None}), rate)
        values = openpyxl.load_workbook(tmp_path / "form.xlsx", data_only=True)["実施計画"]
        assert values["G21"].value == known

    def test_is_filled_in_where_a_city_only_prints_it(self, tmp_path):
        made = written(tmp_path, form(), "as_published")
        assert made["B21"].value == "収納率（%）" and made["F21"].value is None and not made["F21"].protection.locked
        assert [v.formula2 for v in made.data_validations.dataValidation if "F21" in v.sqref] == ["100"]


def test_every_definition_is_tried():
    assert {*TestTheRate.CASES, "as_published"} == set(RATE_DEFINITIONS)
