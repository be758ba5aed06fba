"""What contradicts the form of a table or another row of 川辺市's: each fault word for word, with its row and column."""

import openpyxl
import pytest

from helpers import ledger
from helpers.errors import DeskError
from helpers.ledger import TABLES, reading
from helpers.ledger.reading import read
from tests import town

FIGURE = "{year},{day},{claim},{segment},{measure},{item},,{kind},{value},{unit},{approx},{base},試験"
FIRST = len(town.tables()["figures"]) + 1  # where a row that is added to figures.csv stands


def load(desk, **tables):
    """The ledger of the town with these lines in place of its tables'."""
    town.write(desk / "data" / "catalogue.csv", ["claim,name,group,note", *(f"{c[0]},{c[1]},," for c in town.CLAIMS)])
    (desk / "data" / town.CITY).mkdir()
    for name, lines in (town.tables() | tables).items():
        town.write(desk / "data" / town.CITY / f"{name}.csv", lines)
    return ledger.load(town.CITY, desk)


def faults(desk, **tables):
    """The faults of the tables, in their order."""
    (desk / "data").mkdir()
    try:
        load(desk, **tables)
    except DeskError as error:
        assert error.code == "data"
        assert (
            error.message
            == f"data/kawabe/ に {len(error.faults)} 件の誤りがあります。直してから、もう一度実行してください。"
        )
        return [str(fault).removeprefix("data/kawabe/") for fault in error.faults]
    return []


def figure(**more):
    row = {"year": 2023, "day": "", "claim": "school_meals", "segment": "total", "measure": "outstanding", "item": "",
           "kind": "actual", "value": "5", "unit": "千円", "approx": "", "base": ""}  # fmt: skip
    return FIGURE.format(**row | more)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"measure": "count", "unit": "件"}, "item: count には何の数かを書いてください。"),
        ({"measure": "count", "unit": "件", "item": "差押"}, ""),
        ({"kind": "difference"}, "base_year: difference には基準年度を書き、それ以外では空欄にしてください。"),
        ({"base": "2022"}, "base_year: difference には基準年度を書き、それ以外では空欄にしてください。"),
        ({"kind": "difference", "base": "2022"}, ""),
        ({"kind": "difference", "base": "2022", "unit": "%"}, ""),
        ({"day": "2023-03-31"}, "as_of: 2023-03-31 は 2023 年度(翌年の出納閉鎖まで)の日ではありません。"),
        ({"day": "2023-04-01"}, ""),
        ({"day": "2024-05-31"}, ""),
        ({"day": "2024-06-01"}, "as_of: 2024-06-01 は 2023 年度(翌年の出納閉鎖まで)の日ではありません。"),
        ({"unit": "件"}, "unit: 「件」: outstanding の単位は 円、千円、百万円、億円 です。"),
        ({"unit": "%"}, "unit: 「%」: outstanding の単位は 円、千円、百万円、億円 です。"),
        ({"measure": "collection_rate", "unit": "ポイント"}, "unit: 「ポイント」: collection_rate の単位は % です。"),
        (
            {"measure": "collection_rate", "unit": "%", "kind": "difference", "base": "2022"},
            "unit: 「%」: collection_rate の単位は ポイント です。",
        ),
        (
            {"claim": "school_meal"},
            "claim: 「school_meal」は claims.csv にありません。もしかして「school_meals」ですか。",
        ),
        ({"claim": "all", "year": 2021}, ""),
    ],
)
def test_a_figure_must_fit(tmp_path, more, said):
    found = faults(tmp_path, figures=[*town.tables()["figures"], figure(**more)])
    assert found == ([f"figures.csv {FIRST}行目 {said}"] if said else [])


def amounts(unit, *values, **more):
    named = zip(("assessed", "collected", "written_off", "refund_due", "outstanding"), values, strict=False)
    return [figure(measure=measure, value=value, unit=unit, **more) for measure, value in named]


@pytest.mark.parametrize(
    ("values", "kind", "said"),
    [
        ((1000, 900, 20, 5, 85), "actual", ""),
        ((1000, 900, 20, 5, 86), "actual", "+1"),
        ((1000, 900, 20, 5, 84), "estimate", "-1"),
        ((1000, 900, 20, 5, 86), "target", ""),
        ((1000, 900, 20, 5), "actual", ""),
    ],
)
def test_what_is_left_follows_from_the_other_amounts(tmp_path, values, kind, said):
    found = faults(tmp_path, figures=[*town.tables()["figures"], *amounts("円", *values, kind=kind)])
    message = f"収入未済額が 調定額−収入済額−不納欠損額+還付未済額 と {said} 違います。"
    assert found == ([f"figures.csv {FIRST + 4}行目 value: {message}"] if said else [])


def test_amounts_of_two_units_or_segments_are_no_whole(tmp_path):
    rows = [*amounts("円", 1000, 900, 20, 5), figure(value=9, unit="千円")]
    rows += [*amounts("円", 1000, 900, 20, 5, segment="current"), figure(value=9, unit="円", segment="carried_over")]
    assert faults(tmp_path, figures=[*town.tables()["figures"], *rows]) == []


CLAIM = "school_meals,給食費,給食費,{classes},福祉局,,保育課,,,{part_of},一覧"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"classes": "privat"},
            "classes: 「privat」: もしかして「private」ですか。",
        ),
        ({"part_of": "child_car"}, "part_of: 「child_car」という債権はありません。もしかして「child_care」ですか。"),
        (
            {"part_of": "school_meals"},
            "part_of: 「school_meals」をたどると、この債権(school_meals)自身に戻ります。内訳とする債権の名を確かめてください。",
        ),
        ({"part_of": "child_care"}, ""),
        ({"classes": "private;tax"}, ""),
    ],
)
def test_a_claim_must_fit(tmp_path, changed, said):
    *others, _ = town.tables()["claims"]
    found = faults(tmp_path, claims=[*others, CLAIM.format(**{"classes": "private", "part_of": ""} | changed)])
    assert found == ([f"claims.csv 5行目 {said}"] if said else [])


def test_a_claim_that_the_catalogue_lacks_is_named(tmp_path):
    claims = [*town.tables()["claims"], "school_meal,給食費2,給食費2,private,福祉局,,保育課,,,,一覧"]
    assert faults(tmp_path, claims=claims) == [
        "claims.csv 6行目 claim: 「school_meal」は data/catalogue.csv にありません。もしかして「school_meals」ですか。"
        "新しい種類の債権なら、先に data/catalogue.csv に加えてください。"
    ]


def test_two_claims_that_are_parts_of_each_other(tmp_path):
    head, tax, care, child, meals = town.tables()["claims"]
    child, meals = (
        line.replace(",,,,一覧", f",,,{whole},一覧") for line, whole in ((child, "school_meals"), (meals, "child_care"))
    )
    said = "をたどると、この債権({})自身に戻ります。内訳とする債権の名を確かめてください。"
    assert faults(tmp_path, claims=[head, tax, care, child, meals]) == [
        f"claims.csv 4行目 part_of: 「school_meals」{said.format('child_care')}",
        f"claims.csv 5行目 part_of: 「child_care」{said.format('school_meals')}",
    ]


ITEMS = ["fiscal_year,number,name,target,content,source", "2025,1,督促,全債権,督促する,予定"]
ENTRIES, CAMPAIGNS, TOOLS, USES = (
    "fiscal_year,number,start,end,label,kind,source",
    "fiscal_year,claim,group,round,start,end,note,source",
    ["tool,name,as_of,before,before_cost,after,after_cost,exception,exception_cost,rollout,caution,source",
     "sms,SMS,2025-10,郵送,110,SMS,3.6,,,,,予定"],
    "as_of,tool,claim,label,count,status,start,source",
)  # fmt: skip


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"schedule_items": ITEMS, "schedule": [ENTRIES, "2025,1,2025-06,2025-06,催告,work,予定"]}, ""),
        (
            {"schedule_items": ITEMS, "schedule": [ENTRIES, "2025,2,2025-06,,催告,work,予定"]},
            "schedule.csv 2行目 number: 番号 2 は schedule_items.csv にありません。",
        ),
        (
            {"schedule": [ENTRIES, "2025,1,2025-06,,催告,work,予定"]},
            "schedule.csv 2行目 number: 番号 1 は schedule_items.csv にありません。",
        ),
        (
            {"schedule_items": ITEMS, "schedule": [ENTRIES, "2025,1,2025-06,2025-05,催告,work,予定"]},
            "schedule.csv 2行目 end: 終わりが始まりより前です。",
        ),
        ({"campaigns": [CAMPAIGNS, "2025,municipal_tax,,1,2025-11-04,2025-11,,予定"]}, ""),
        ({"campaigns": [CAMPAIGNS, "2025,municipal_tax,,1,,,随時,予定"]}, ""),
        (
            {"campaigns": [CAMPAIGNS, "2025,municipal_tax,,1,2025-11-04,2025-10-30,,予定"]},
            "campaigns.csv 2行目 end: 終わりが始まりより前です。",
        ),
        (
            {"campaigns": [CAMPAIGNS, "2025,municipal_tax,,1,2025-11-04,,,予定"]},
            "campaigns.csv 2行目 end: 始まりと終わりは、両方書くか、両方空欄にしてください。",
        ),
        ({"tools": TOOLS, "tool_claims": [USES, "2025-10,sms,municipal_tax,市税,1,new,2025,予定"]}, ""),
        (
            {"tools": TOOLS, "tool_claims": [USES, "2025-10,sns,municipal_tax,市税,1,new,2025,予定"]},
            "tool_claims.csv 2行目 tool: 「sns」は tools.csv にありません。もしかして「sms」ですか。",
        ),
    ],
)
def test_what_belongs_to_another_table_must_be_there(tmp_path, tables, said):
    assert faults(tmp_path, **tables) == ([said] if said else [])


def test_rows_that_say_the_same_are_named_once_each(tmp_path):
    row = figure(claim="municipal_tax")
    found = faults(tmp_path, figures=[*town.tables()["figures"], row, row, row])
    said = f"{FIRST}行目と重複しています(2023、municipal_tax、total、outstanding、actual)。"
    assert found == [f"figures.csv {FIRST + n}行目: {said}" for n in (1, 2)]


def test_tables_that_are_missing_empty_or_unknown(tmp_path):
    found = faults(tmp_path, figures=town.tables()["figures"][:1], figure=["a"], numbers=["number,claim,source"])
    assert found == [
        "figure.csv: 知らない表です。もしかして「figures」ですか。",
        "numbers.csv 1行目 edition: 列がありません。data/README.md の列名を 1 行目に書いてください。",
        "figures.csv: 見出しだけで、行がありません。会計システムの書き出しを make import CITY=kawabe FILES=… で取り込むか、"
        "make workbook CITY=kawabe で作ったブックに入れてください。",
    ]


def test_a_ledger_answers_by_columns_and_refuses_two_answers(tmp_path):
    (tmp_path / "data").mkdir()
    twice = [figure(claim="municipal_tax", item="甲"), figure(claim="municipal_tax", item="乙", value="6")]
    found = load(tmp_path, figures=[*town.tables()["figures"], *twice])
    key = {"claim": "municipal_tax", "fiscal_year": 2023, "segment": "total"}
    assert found.value(**key, item="乙") == 6 and found.value(**key, item="丙") is None
    assert list(found.figures(**key).index) == [FIRST, FIRST + 1]
    only = found.only(found.figures(**key, item="乙"))
    assert (only.Index, only.value) == (FIRST + 1, 6) and found.only(found.figures(**key, item="丙")) is None
    with pytest.raises(DeskError) as error:
        found.value(**key)
    assert error.value.code == "data"
    assert error.value.message == (
        "一つの数値を求めたところに 2 行あり、どれを使うか決められません。"
        "同じ数値なら一行だけ残し、内訳や別の数値なら、その違いを group や item などの列に書いてください。"
    )
    assert [str(fault) for fault in error.value.faults] == [
        f"data/kawabe/figures.csv {FIRST + n}行目: item「{item}」、value「{value}」、unit「千円」"
        for n, item, value in ((0, "甲", 5), (1, "乙", 6))
    ]
    with pytest.raises(DeskError) as error:
        found.claim("municipal_taxx")
    assert error.value.code == "data"
    assert (
        str(error.value)
        == "「municipal_taxx」という債権は data/kawabe/claims.csv にありません。もしかして「municipal_tax」ですか。"
    )
    assert found.claim("municipal_tax")["name"] == "市税" and found.alike("child_care") == ["child_care"]
    assert found.has("figures") and not found.has("plans")
    with pytest.raises(DeskError) as error:
        found["plans"]
    assert error.value.code == "missing-data"
    assert str(error.value) == (
        "data/kawabe/plans.csv がありません。この節に必要です。data/README.md に従って、次の列を持つ CSV を置いてください: "
        "plan, name, start, end, fiscal_year, note, source"
    )


NUMBER = "数値だけを半角で書いてください(カンマ・単位・▲は付けない)。"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"value": "5.10"}, ""),
        ({"value": "-5", "kind": "difference", "base": "2022"}, ""),
        ({"value": ""}, "value: 数値を半角で書いてください。"),
        ({"value": "5千"}, f"value: 「5千」: {NUMBER}"),
        ({"value": "△5"}, f"value: 「△5」: {NUMBER}負の数は半角の - を付けてください。"),
        ({"value": "5."}, f"value: 「5.」: {NUMBER}"),
        ({"value": "1" * 15}, ""),
        ({"value": "1" * 16}, "value: 「1111111111111111」: 桁が多すぎます。Excel で正しく扱える 15 桁までにしてください。"),
        ({"year": "1927"}, ""),
        ({"year": "2200"}, ""),
        ({"year": "R6"}, "fiscal_year: 「R6」: 9 桁までの整数を半角で書いてください。"),
        ({"year": "1234567890"}, "fiscal_year: 「1234567890」: 9 桁までの整数を半角で書いてください。"),
        ({"day": "2023/6/3"}, ""),
        ({"day": " 2023-06-03 "}, ""),
        ({"day": "20230603"}, "as_of: 「20230603」: 日付を 2026-06-03 の形で書いてください。"),
        ({"day": "2023-02-30"}, "as_of: 「2023-02-30」: 日付を 2026-06-03 の形で書いてください。"),
        ({"day": "2023-06"}, "as_of: 「2023-06」: 日付を 2026-06-03 の形で書いてください。"),
        ({"approx": "約"}, ""),
    ],
)  # fmt: skip
def test_a_cell_has_one_form(tmp_path, more, said):
    found = faults(tmp_path, figures=[*town.tables()["figures"], figure(**more)])
    assert found == ([f"figures.csv {FIRST}行目 {said}"] if said else [])


@pytest.mark.parametrize("year", ["1926", "2201"])
def test_a_year_is_one_that_a_ledger_can_have(tmp_path, year):
    (said,) = faults(tmp_path, figures=[*town.tables()["figures"], figure(year=year)])
    assert said.startswith(f"figures.csv {FIRST}行目 fiscal_year: 「{year}」")


MONTH, DATE = "月を 2026-06 の形で書いてください。", "日付を 2026-06-03 の形で書いてください。"


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"campaigns": [CAMPAIGNS, "2025,municipal_tax,,1,2025-12,2025/12/5,,予定"]}, ""),
        ({"campaigns": [CAMPAIGNS, "2025,municipal_tax,,1,2025-13,2025-12-05,,予定"]}, f"campaigns.csv 2行目 start: 「2025-13」: {MONTH}"),
        ({"campaigns": [CAMPAIGNS, "2025,municipal_tax,,1,2025-12,2025-12-32,,予定"]}, f"campaigns.csv 2行目 end: 「2025-12-32」: {DATE}"),
        (
            {"schedule_items": ITEMS, "schedule": [ENTRIES, "2025,1,2025-6,,催告,work,予定"]},
            f"schedule.csv 2行目 start: 「2025-6」: {MONTH}",
        ),
        ({"tools": TOOLS, "tool_claims": [USES, "2025-10,sms,municipal_tax,市税,1,new,2025-10,予定"]}, ""),
        (
            {"tools": TOOLS, "tool_claims": [USES, "2025-10,sms,municipal_tax,市税,1,new,25,予定"]},
            f"tool_claims.csv 2行目 start: 「25」: {MONTH}",
        ),
        ({"meetings": ["meeting,round,month,content,source", "2026-01-20,3,2026-10,決算,次第"]}, ""),
        ({"plans": ["plan,name,start,end,fiscal_year,note,source", "p,第1期,2020-04,2023-00,2022,,計画"]}, f"plans.csv 2行目 end: 「2023-00」: {MONTH}"),
    ],
)  # fmt: skip
def test_months_and_days(tmp_path, tables, said):
    assert faults(tmp_path, **tables) == ([said] if said else [])


def write(desk, content, table="numbers"):
    """The faults of a town one of whose tables is these bytes."""
    (desk / "data").mkdir()
    load(desk)
    (desk / f"data/{town.CITY}/{table}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    try:
        ledger.load(town.CITY, desk)
    except DeskError as error:
        return [str(fault).removeprefix("data/kawabe/") for fault in error.faults]
    return []


HEAD, LINE = "edition,number,claim,source", "2025,強-1,municipal_tax,一覧"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"{HEAD}\n{LINE}\n", []),
        (f"\ufeff\ufeff{HEAD}\r\n\r\n{LINE}\r\n", []),
        (f" edition , number,claim,source\n{LINE}\n", []),
        ("", ["numbers.csv 1行目: 列名の行がありません。1 行目に次の列名を書いてください: edition,number,claim,source"]),
        (f"\n{LINE}\n", ["numbers.csv 2行目: 列名の行がありません。1 行目に次の列名を書いてください: edition,number,claim,source"]),
        (f"{HEAD},nunber\n{LINE},\n", ["numbers.csv 1行目 nunber: 知らない列です。もしかして「number」ですか。"]),
        (f"{HEAD},number\n{LINE},\n", ["numbers.csv 1行目 number: 同じ列名が二度あります。"]),
        (f"{HEAD}\n\n{LINE},\n", ["numbers.csv 3行目: 列の数が見出しの 4 列と合いません(5 列)。カンマの数を確かめてください。"]),
        (
            f'{HEAD}\n{LINE}\n2025,"強-2,care_insurance,一覧\n',
            ['numbers.csv 3行目: CSV として読めません。この行から、引用符 " が閉じているか、一つの欄が長すぎないかを確かめてください。'],
        ),
        (
            f"{HEAD}{',x' * 997}\n{LINE}\n",
            ["numbers.csv 1行目: 列が多すぎます(1,001 列)。data/README.md の列だけにしてください。"],
        ),
        (
            f"{HEAD}\n{LINE}\n".encode("cp932"),
            ["numbers.csv: 文字コードが UTF-8 ではありません。Excel の「CSV UTF-8(コンマ区切り)」で保存し直してください。"],
        ),
    ],
)  # fmt: skip
def test_a_file_must_be_a_table(tmp_path, content, said):
    assert write(tmp_path, content) == said


@pytest.fixture
def at_most(monkeypatch):
    """Sets how many rows a file may have. What was read is forgotten before and after: the same text is read once."""

    def limit(rows: int) -> None:
        reading._read_text.cache_clear()
        monkeypatch.setattr(reading, "_MOST_ROWS", rows)

    yield limit
    reading._read_text.cache_clear()


def test_a_file_of_too_many_rows_is_refused_at_once(tmp_path, at_most):
    at_most(6)  # the town's own tables have five but for the figures
    said = "行が多すぎます。6 行までにするか、前の版に戻してください。"
    assert faults(tmp_path, numbers=[HEAD, *[LINE] * 6]) == [f"figures.csv: {said}", f"numbers.csv: {said}"]


def test_a_file_of_as_many_rows_as_it_may_have_is_read(tmp_path, at_most):
    at_most(FIRST - 1)
    assert faults(tmp_path) == []


def test_a_required_table_that_is_not_there_is_named(tmp_path):
    (tmp_path / "data").mkdir()
    load(tmp_path)
    (tmp_path / f"data/{town.CITY}/figures.csv").unlink()
    with pytest.raises(DeskError) as error:
        ledger.load(town.CITY, tmp_path)
    said = "data/kawabe/figures.csv: ファイルがありません。data/README.md に従って作ってください。"
    assert [str(fault) for fault in error.value.faults] == [said]


@pytest.mark.parametrize("name", ["a.xlsx", "A.XLSX"])
def test_a_workbook_is_known_by_its_name(tmp_path, name):
    book = openpyxl.Workbook()
    for row in (HEAD.split(","), LINE.split(",")):
        book.active.append(row)
    book.save(tmp_path / name)
    rows, faults = read(tmp_path / name, TABLES["numbers"], name)
    assert not faults and [(number, row.claim) for number, row in rows] == [(2, "municipal_tax")]
