"""The settlement packet of a city that has only accounts: its tables, charts and sentences, and the whole of it."""

import pytest
from bs4 import BeautifulSoup

from helpers import charts, params, sentences, tables
from helpers.errors import DeskError
from helpers.packet import Packet
from helpers.params import ROOT
from tests import town
from tests.accounts import ALL, CARE, TAX, Rate, make, opened
from tests.conftest import run

EXCLUDED = ("2024,一般会計,繰入金,3,1000,1000,0,0,0,千円,決算", "2024,一般会計,雑入,12,500,450,0,0,50,千円,決算")
CITIES = [(city, meeting) for city in params.cities(ROOT) for meeting in params.meetings(city, ROOT)[-1:]]


@pytest.fixture
def packet(tmp_path):
    return opened(tmp_path, excluded=EXCLUDED)


def cells(table):
    """The body of a table as printed, row by row; a merged cell stands in its first row."""
    body = BeautifulSoup(table.html(), "html.parser").find("tbody")
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in body.find_all("tr")]


def test_rates_and_amounts_at_a_glance(packet):
    assert cells(tables.settlement_rates(packet)) == [
        ["合計", "84.4", "83.5", "+0.9"],  # 1898/2250, 1670/2000
        ["現年度分", "89.1", "90.0", "▲0.9"],
        ["滞納繰越分", "50.0", "40.0", "+10.0"],
    ]
    assert cells(tables.settlement_amounts(packet))[2:] == [
        ["不納欠損額", "36", "30", "+6", "+20.0"],
        ["還付未済額", "2", "0", "+2", "皆増"],
        ["収入未済額", "318", "300", "+18", "+6.0"],
    ]


def test_claims_in_as_many_lines_as_they_have(packet):
    rows = cells(tables.settlement_claims(packet))
    assert rows[:6] == [
        ["市税", "現年度分", "1,100", "1,001", "1", "2", "100", "0", "0.0", "91.0", "+1.0"],
        ["滞納繰越分", "200", "100", "30", "0", "70", "▲30", "▲30.0", "50.0", "+10.0"],
        ["合計", "1,300", "1,101", "31", "2", "170", "▲30", "▲15.0", "84.7", "+3.0"],
        ["介護保険料", "現年度分", "520", "442", "0", "0", "78", "+28", "+56.0", "85.0", "▲5.0"],
        ["保育料", "合計", "310", "255", "5", "0", "50", "0", "0.0", "82.3", "+2.3"],
        ["給食費", "合計", "120", "100", "0", "0", "20", "-", "-", "83.3", "-"],
    ]
    assert rows[-1] == ["合計", "2,250", "1,898", "36", "2", "318", "+18", "+6.0", "84.4", "+0.9"]
    notes = "".join(tables.settlement_claims(packet).notes)
    assert "収納率＝収入済額÷調定額×100（計算）" in notes
    assert "合計にだけ含む: 保育料、給食費。" in notes
    assert "前年度と比べない債権: 給食費。" in notes
    assert "四捨五入" not in notes


def test_thresholds_of_the_city_mark_the_rate(packet):
    table = tables.settlement_claims(packet)
    assert table.marks[1, "points"] == ("underline",)  # +10.0
    assert table.marks[3, "points"] == ("bold",)  # ▲5.0
    assert "3ポイント以上低下した値は太字、10ポイント以上上昇した値は下線" in "".join(table.notes)


def test_a_claim_that_ended_has_one_line(tmp_path):
    table = tables.settlement_claims(opened(tmp_path, (*TAX[:2], *CARE)))
    assert cells(table)[0] == ["市税", "合計", *["-"] * 9]
    assert "前年度の決算にだけ金額がある債権: 市税。" in "".join(table.notes)


def test_an_amount_that_the_source_lacks(tmp_path):
    table = tables.settlement_claims(opened(tmp_path, (*TAX, (2024, "child_care", "total", 310, 255, None, 0, 50))))
    assert cells(table)[3][4] == "資料なし"
    assert "令和6年度の不納欠損額の合計には、原資料に値がない債権を含まない: 保育料。" in "".join(table.notes)


def test_a_printed_rate_that_cannot_be_is_shown_beside_the_computed_one(tmp_path):
    rates = (Rate(2024, "municipal_tax", "current", "91.0"), Rate(2024, "municipal_tax", "total", "84.9"))
    table = tables.settlement_claims(opened(tmp_path, TAX, rates))
    shaded = [cell for cell, marks in table.marks.items() if "shade" in marks]
    assert shaded == [(2, "rate")]
    assert "市税の合計（印刷 84.9%、計算 84.7%）" in "".join(table.notes)
    assert cells(table)[2][-2] == "84.7"


def test_a_city_that_prints_every_rate(tmp_path):
    table = tables.settlement_claims(opened(tmp_path, TAX, rate_definition="as_published"))
    assert "収納率は、原資料に印刷された値である" in table.notes[0]
    assert cells(table)[0][-2:] == ["資料なし", "-"]


def test_bureaus_and_a_city_without_any(packet, tmp_path):
    assert [row[0] for row in cells(tables.settlement_bureaus(packet))[::3]] == ["財務局", "福祉局"]
    claims = tmp_path / "data" / town.CITY / "claims.csv"
    town.write(claims, [line.replace("財務局", "").replace("福祉局", "") for line in town.tables()["claims"]])
    assert tables.settlement_bureaus(Packet.open(town.CITY, town.MEETING, root=tmp_path)) is None


def test_largest_in_the_table(packet):
    assert cells(tables.largest(packet, 2)) == [
        ["1", "市税", "200", "170", "▲30", "▲15.0", "53.5", "53.5"],
        ["2", "介護保険料", "50", "78", "+28", "+56.0", "24.5", "78.0"],
        ["-", "全債権", "300", "318", "+18", "+6.0", "100.0", "-"],
    ]


def test_movers_in_the_table_add_up(packet):
    assert cells(tables.movers(packet, 1)) == [
        ["増加", "介護保険料", "50", "78", "+28", "+56.0", "155.6"],
        ["ほか1債権", "0", "20", "+20", "皆増", "111.1"],
        ["減少", "市税", "200", "170", "▲30", "▲15.0", "▲166.7"],
        ["全債権", "", "300", "318", "+18", "+6.0", "100.0"],
    ]
    assert "その年度を 0 として増減に含めた: 給食費。" in "".join(tables.movers(packet, 1).notes)


def test_no_share_where_all_together_stands_still(tmp_path):
    lines = (
        (2023, "municipal_tax", "current", 100, 90, 0, 0, 10),
        (2023, "care_insurance", "current", 100, 80, 0, 0, 20),
        (2024, "municipal_tax", "current", 100, 80, 0, 0, 20),
        (2024, "care_insurance", "current", 100, 90, 0, 0, 10),
    )
    packet = opened(tmp_path, lines)
    table = tables.movers(packet, 5)
    assert [row[-1] for row in cells(table)] == ["-", "-", "-"]
    assert "全債権の増減額が 0 のため" in table.notes[0]
    assert sentences.movers(packet).sentences[0].startswith("収入未済額は全債権で前年度から増減がない。")


def test_what_is_not_covered_beside_what_is(packet):
    assert cells(tables.uncovered(packet)) == [
        ["一般会計", "繰入金", "3", "1,000", "1,000", "0", "0", "0"],
        ["雑入", "12", "500", "450", "0", "0", "50"],
        ["合計", "", "15", "1,500", "1,450", "0", "0", "50"],
        ["参考：債権とした行", "", "-", "2,250", "1,898", "36", "2", "318"],
    ]
    assert (
        "15件、その収入未済額は50千円である。債権とした行の収入未済額は318千円である。"
        in sentences.uncovered(packet).sentences[0]
    )


@pytest.mark.parametrize(
    ("excluded", "words"),
    [(None, "記録されていない"), ((), "債権に含めない行はない"), (("2023" + EXCLUDED[0][4:],), "行はない")],
)
def test_nothing_left_out_is_said(tmp_path, excluded, words):
    packet = opened(tmp_path, excluded=excluded)
    assert tables.uncovered(packet) is None
    assert words in sentences.uncovered(packet).sentences[0]


def test_directions_of_the_summary(packet):
    assert sentences.settlement(packet).sentences == [
        "令和6年度決算の収納率は84.4%（前年度から0.9ポイント上昇）である。",
        "現年度分は89.1%（前年度から0.9ポイント低下）、滞納繰越分は50.0%（前年度から10.0ポイント上昇）である。",
        "収入未済額は318千円で、前年度から18千円増加した（+6.0%）。",
        "不納欠損額は36千円で、前年度から6千円増加した（+20.0%）。",
        "前年度より収入未済額が減り、収納率が上がった債権は1債権（「市税」）である。",
        "前年度より収入未済額が増え、収納率が下がった債権は1債権（「介護保険料」）である。",
    ]


def test_the_summary_of_a_first_year_compares_nothing(tmp_path):
    lines = sentences.settlement(opened(tmp_path, TAX[2:])).sentences
    assert lines[0] == "令和6年度決算の収納率は84.7%である。"
    assert "収入未済額は170千円である。" in lines
    assert not any("前年度から" in line for line in lines)


def test_who_owes_most_and_who_moved_most(packet):
    assert sentences.largest(packet).sentences == [
        "令和6年度決算の収入未済額が最も大きい債権は「市税」の170千円で、全債権の53.5%を占める。",
        "上位3債権で、全債権の93.7%を占める。",
    ]
    assert sentences.movers(packet).sentences == [
        "収入未済額は全債権で前年度から18千円増加した。増えた債権は2、減った債権は1である。",
        "最も増えたのは「介護保険料」で、28千円増加した。",
        "最も減ったのは「市税」で、30千円減少した。",
    ]


def test_amounts_that_fall_are_said_to_fall(tmp_path):
    packet = opened(tmp_path, TAX)
    assert "収入未済額は170千円で、前年度から30千円減少した（▲15.0%）。" in sentences.settlement(packet).sentences
    assert sentences.settlement(packet).sentences[-1].endswith("下がった債権はない。")


def test_the_trend_draws_every_year(packet):
    current, carried_over, amounts = charts.settlement_trend(packet).figure.axes
    assert [round(y, 1) for y in current.lines[0].get_ydata()] == [90.0, 89.1]
    assert [round(y, 1) for y in carried_over.lines[0].get_ydata()] == [40.0, 50.0]
    assert [round(bar.get_height(), 3) for bar in amounts.patches] == [0.3, 0.318]  # 百万円
    assert [cell[0] for cell in cells(tables.settlement_trend(packet))] == ["令和5年度", "令和6年度"]


def test_a_year_without_accounts_is_a_row_of_the_trend(tmp_path):
    old = tuple((2021, *line[1:]) for line in TAX[:2])
    rows = cells(tables.settlement_trend(opened(tmp_path, (*old, *TAX))))
    assert rows[1] == ["令和4年度", *["資料なし"] * 7]


def test_largest_draws_both_years(packet):
    axes = charts.largest(packet, 4).figure.axes[0]
    widths = [round(bar.get_width(), 3) for bar in axes.patches if bar.get_width()]
    assert widths == [0.2, 0.17, 0.05, 0.078, 0.05, 0.05, 0.02]  # 給食費 has no last year
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["市税", "介護保険料", "保育料", "給食費"]


def test_movers_go_to_the_side_they_moved_to(packet):
    chart = charts.movers(packet, 5)
    widths = [round(bar.get_width(), 3) for bar in chart.figure.axes[0].patches]
    assert widths == [0.028, 0.02, -0.03]
    low, high = chart.figure.axes[0].get_xlim()
    assert low < -0.03 and high > 0.028
    assert "市税は0.0百万円" in chart.alt


@pytest.mark.parametrize(
    "draw", [charts.settlement_trend, lambda p: charts.largest(p, 5), lambda p: charts.movers(p, 5)]
)
def test_labels_do_not_overlap(packet, draw):
    figure = draw(packet).figure
    figure.canvas.draw()
    for axes in figure.axes:
        boxes = [text.get_window_extent() for text in axes.texts if text.get_text()]
        assert boxes and not [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.overlaps(b)]


@pytest.mark.parametrize(("city", "meeting"), CITIES)
@pytest.mark.parametrize(
    "section",
    [
        sentences.settlement, sentences.largest, sentences.movers, tables.settlement_rates, tables.settlement_claims,
        tables.settlement_trend, lambda p: tables.movers(p, 5), lambda p: charts.largest(p, 5), charts.settlement_trend,
    ],
)  # fmt: skip
def test_a_city_without_accounts_hears_what_is_missing(city, meeting, section):
    packet = Packet.open(city, meeting, root=ROOT)
    try:
        assert section(packet) is not None
    except DeskError as error:
        assert error.code == "missing-data" and "決算の" in str(error)


def test_the_whole_packet_is_built_and_proved(tmp_path):
    desk = make(tmp_path, ALL, excluded=EXCLUDED)
    done = run(ROOT, "report", town.CITY, "--renderer", "embedded", DESK=str(desk))
    assert done.returncode == 0, done.stderr + done.stdout
    assert "確かめられません" not in done.stdout + done.stderr
    page = (desk / "build" / town.CITY / town.MEETING / "report.html").read_text(encoding="utf-8")
    assert all(words in page for words in ("収入未済額は318千円で", "債権別の決算", "給食費"))
