"""さいたま市's tables (7) and (8): every printed derived cell of both years against what follows from the printed 千円."""

import itertools
from decimal import Decimal as D

import pytest

from helpers import charts, ledger, measures, sentences, tables
from helpers.audit.book import Key, plain
from helpers.notation import Notation, decimals_of, round_half_up
from helpers.packet import Packet
from helpers.services import report
from tests.measures.packets import unprinted

COLUMNS = {
    "current": {"D": "growth", "F": "achievement", "G": "rate", "H": "rate_points"},
    "carried_over": {"D": "growth", "E": "cut", "F": "cut_points", "H": "achievement"},
}
FORMULAS = {
    "growth": (("outstanding", "outstanding_last"), measures.growth),
    "achievement": (("target", "outstanding"), measures.ratio),
    "rate": (("collected", "assessed"), measures.ratio),
    "cut": (("outstanding", "assessed"), lambda c, a: (c - a) / a * 100),
    "rate_points": (
        ("collected", "assessed", "collected_last", "assessed_last"),
        lambda b, a, b_last, a_last: b / a * 100 - b_last / a_last * 100,
    ),
    "cut_points": (
        ("outstanding", "assessed", "outstanding_last", "assessed_last"),
        lambda c, a, c_last, a_last: (c_last - a_last) / a_last * 100 - (c - a) / a * 100,
    ),
}
# Printed cells that no yen amounts behind the printed 千円 can give. What shows it stands in the tests below.
DISAGREEMENTS = {("current", "school_lunch", "2025", "F"), ("current", "national_health_insurance", "2024", "G")}

TABLES = {"現年": "current", "過年": "carried_over"}
LEDGER = ledger.load("saitama")
NAMES = dict(zip(LEDGER["claims"]["name"], LEDGER["claims"]["claim"], strict=True)) | {"合計": "all"}
# The derived cells of (7) and (8), as published.csv has them.
PRINTED = [
    {"table": TABLES[row.table], "claim": NAMES[row.row], "fiscal_year": str(row.fiscal_year), "column": row.column,
     "printed": row.figure}
    for row in LEDGER["published"].itertuples()
    if row.table in TABLES and row.column in COLUMNS[TABLES[row.table]]
]  # fmt: skip


@pytest.fixture(scope="module")
def saitama():
    return Packet.open("saitama", "2026-01-21")


@pytest.fixture(scope="module")
def rows(saitama):
    """What the measures give, with the rates that the document prints: (segment, claim) → position."""
    return {(s, row.claim): row for s in COLUMNS for row in measures.positions(saitama, s)}


@pytest.fixture(scope="module")
def computed(saitama):
    """What they give of the printed amounts, without the rates that are printed beside them."""
    return {(s, row.claim): row for s in COLUMNS for row in measures.positions(unprinted(saitama), s)}


def read(printed):
    return D(printed.replace("▲", "-").replace("+", "").removesuffix("%").removesuffix("P").replace(",", ""))


def name_of(cell):
    return COLUMNS[cell["table"]][cell["column"]]


def back_of(cell):
    return 2025 - int(cell["fiscal_year"])


def measured(cell, rows):
    """What the measures say of a cell."""
    return getattr(rows[cell["table"], cell["claim"]].days[back_of(cell)], name_of(cell))


def said(cell, rows):
    """The same, as the document would print it."""
    value = measured(cell, rows)
    unit = "P" if cell["printed"].endswith("P") else "%"
    signed = name_of(cell) in ("growth", "rate_points", "cut_points")
    return Notation("▲").cell(value, decimals_of(read(cell["printed"])), signed) + unit


def inputs(cell, rows):
    """The printed amounts that a cell follows from."""
    row = rows[cell["table"], cell["claim"]]
    names, formula = FORMULAS[name_of(cell)]
    days = [row.last if name.endswith("_last") else row.days[back_of(cell)] for name in names]
    return [getattr(day, name.removesuffix("_last")) for day, name in zip(days, names, strict=True)], formula


def verdict(cell, rows):
    """``match``, ``rounding`` (some amounts within half a 千円 of the printed ones give the cell) or ``mismatch``."""
    printed = read(cell["printed"])
    amounts, formula = inputs(cell, rows)
    if round_half_up(formula(*amounts), decimals_of(printed)) == printed:
        return "match"
    half = D("0.5")
    corners = itertools.product(*((max(D(0), a - half), a + half) for a in amounts))
    results = [formula(*corner) for corner in corners]  # each formula is monotone in each amount
    low, high = min(results), max(results)
    reach = D(5).scaleb(-decimals_of(printed) - 1)
    return "rounding" if low <= printed + reach and high >= printed - reach else "mismatch"


CELLS = [cell for cell in PRINTED if cell["printed"] not in ("-", "資料なし")]


def test_every_printed_cell_is_here():
    # (7) prints D for this year only, and its H of 非-8, 強-5, 非-11 is lost in the source's text.
    assert len(PRINTED) == 492 and len(CELLS) == 371


def place_of(cell):
    return cell["table"], cell["claim"], cell["fiscal_year"], cell["column"]


@pytest.fixture(scope="module")
def audited(saitama):
    """The audit's verdict on each cell."""
    findings = {finding.item.key: finding.verdict for finding in saitama.audit.findings}
    tables, names = ({v: k for k, v in known.items()} for known in (TABLES, NAMES))
    return {
        (s, c, y, column): findings.get(Key(tables[s], plain(names[c]), column, int(y)))
        for s, c, y, column in map(place_of, CELLS)
    }


@pytest.mark.parametrize("cell", CELLS, ids=lambda c: f"{c['table']}-{c['claim']}-{c['fiscal_year']}-{c['column']}")
def test_the_audit_says_what_trying_every_corner_says(cell, rows, audited):
    """The audit computes with intervals; here each formula is tried at every corner of the printed amounts."""
    assert audited[place_of(cell)] == verdict(cell, rows)


@pytest.mark.parametrize("cell", CELLS, ids=lambda c: f"{c['table']}-{c['claim']}-{c['fiscal_year']}-{c['column']}")
def test_the_measures_give_the_printed_cell_unless_it_cannot_be_true(cell, rows):
    assert (said(cell, rows) == cell["printed"]) == (place_of(cell) not in DISAGREEMENTS)


@pytest.mark.parametrize("cell", CELLS, ids=lambda c: f"{c['table']}-{c['claim']}-{c['fiscal_year']}-{c['column']}")
def test_from_the_amounts_alone_the_measures_give_the_cells_that_match(cell, computed, audited):
    assert (said(cell, computed) == cell["printed"]) == (audited[place_of(cell)] == "match")


def test_most_cells_are_equal_to_the_digit(audited, computed):
    verdicts = list(audited.values())
    assert {v: verdicts.count(v) for v in set(verdicts)} == {"match": 329, "rounding": 40, "mismatch": 2}
    assert {place for place, found in audited.items() if found == "mismatch"} == DISAGREEMENTS
    assert sum(said(cell, computed) == cell["printed"] for cell in CELLS) == 329


# Every cell of (7) and (8), amounts too: its digits as printed, by place in our tables.
EVERY_CELL = {
    (row.segment, row.claim, row.fiscal_year, row.measure): row.figure.removesuffix("%").removesuffix("P")
    for row in LEDGER["published"].itertuples()
    if row.table in TABLES and row.figure != "資料なし"
}


def shown(table, places):
    """The cells of a table of claims as it shows them: (claim, year, measure) → text."""
    cells, order = {}, iter(table.rows)
    for claim in places:
        for year in (2025, 2024):
            row = next(order)
            cells |= {
                (claim, year, column.name): table._shown(column, row[column.name]) for column in table.columns[4:]
            }
    return cells


@pytest.fixture(scope="module")
def differing(saitama):
    """Cells of our two tables that do not show the digits of the document, by place."""
    found = {}
    for segment in COLUMNS:
        listed = [row.claim for row in measures.positions(saitama, segment)]
        cells = shown(tables.claims(saitama, segment), listed)
        for (own, *place), printed in EVERY_CELL.items():
            if own == segment and cells[tuple(place)] != printed:
                found[own, *place] = printed, cells[tuple(place)]
    return found


def test_the_tables_show_every_cell_of_the_document_but_the_two_that_cannot_be(differing):
    assert len(EVERY_CELL) == 1033
    assert differing == {
        ("current", "national_health_insurance", 2024, "rate"): ("44.4", "44.8"),
        ("current", "school_lunch", 2025, "achievement"): ("47.9", "48.3"),
    }


def test_both_figures_of_the_two_stand_below_the_table_and_their_cells_are_marked(saitama):
    table = tables.claims(saitama, "current")
    (note,) = (note for note in table.notes if "網掛けの数値" in note)
    assert "国民健康保険税のR6の収納率 G（印刷 44.4%、計算 44.8%）" in note
    assert "学校給食費のR7の達成率 F（印刷 47.9%、計算 48.3%）" in note
    marked = {(table.rows[line]["claim"], table.rows[line]["year"], name) for (line, name), marks in table.marks.items()
              if "shade" in marks and name != "claim"}  # fmt: skip
    assert marked == {("強-2 国民健康保険税", "R6", "rate"), ("私-13 学校給食費", "R7", "achievement")}
    assert not any("網掛けの数値" in note for note in tables.claims(saitama, "carried_over").notes)


def test_what_was_computed_is_named_and_nothing_else(saitama):
    lost = [note for note in tables.claims(saitama, "current").notes if "から計算した" in note]
    assert len(lost) == 1 and lost[0].count("前年比 H") == 3
    assert all(name in lost[0] for name in ("児童手当等返還金", "公立保育所使用料", "し尿処理手数料"))
    assert not any("から計算した" in note for note in tables.claims(saitama, "carried_over").notes)


def test_from_the_printed_amounts_alone_forty_cells_more_would_differ(computed):
    """Why the printed figures stand: with the amounts of small claims the last digit, or the first, is lost in the 千円."""
    off = [cell for cell in CELLS if said(cell, computed) != cell["printed"]]
    assert len(off) == 42
    (growth,) = (
        c
        for c in off
        if (c["claim"], c["table"]) == ("disability_allowance_repayments", "current") and c["column"] == "D"
    )
    assert growth["printed"] == "+720.0%" and said(growth, computed) == "+692.3%"


@pytest.mark.parametrize("by", ["claim", "bureau", "section"])
def test_summaries_and_charts_show_the_cut_of_the_big_table(saitama, by):
    """A claim, and a section or bureau of which only one claim has a figure, is cut as far in every table."""
    claims = [row for row in measures.positions(saitama, "carried_over") if row.claim != "all"]
    owners = {row.claim: saitama.ledger.claim(row.claim) for row in claims}
    summed, alone = measures.cuts(saitama, by), 0
    for row in summed:
        own = [
            position
            for position in claims
            if row.name
            == (
                position.claim
                if by == "claim"
                else owners[position.claim][f"collector_{by}"] or owners[position.claim][by]
            )
        ]
        for back, day in enumerate(row.days):
            (first, *others) = [one for one in own if one.days[back].assessed is not None] or [None]
            if first and not others:
                assert day.cut == first.days[back].cut
                alone += 1
        (first, *others) = [one for one in own if one.last.assessed is not None] or [None]
        if first and not others:
            assert row.cut_points == first.this.cut_points
            alone += 1
    assert alone == {"claim": 33 + 31 + 31, "bureau": 8, "section": 28}[by]
    texts = [text.get_text() for text in charts.cuts(saitama, by).figure.axes[0].texts]
    for row in summed:
        assert any(f"（{saitama.notation.number(row.this.cut, 1)}%）" in text for text in texts)


def test_marks_and_sentences_follow_what_stands(saitama):
    """▲10.0P deeper as printed is 10 points or more, though 379, 306, 1,310 and 1,187千円 give 9.9."""
    table = tables.claims(saitama, "carried_over")
    marks = {table.rows[line]["claim"]: marks for (line, name), marks in table.marks.items() if name == "cut_points"}
    assert marks["非-4 心身障害者福祉手当返還金"] == ("underline",)
    said = sentences.worse(saitama, "claim").sentences[0]
    bold = [claim for claim, own in marks.items() if "bold" in own and claim != "合計"]
    assert said.count("「") == len(bold) == 12 and all(f"「{claim}」" in said for claim in bold)


def test_what_the_document_leaves_out_we_leave_out(rows):
    """A printed "-" has no figure of ours beside it, and the claim still has its line."""
    for cell in PRINTED:
        if cell["printed"] == "-":
            assert measured(cell, rows) is None, cell


def test_every_claim_of_the_year_has_its_line_in_both_tables(saitama, rows):
    for segment in COLUMNS:
        assert {claim for s, claim in rows if s == segment} == {*saitama.numbers, "all"}
        assert len(saitama.numbers) == 33


def test_school_lunch_outstanding_lacks_a_digit_in_the_document(rows):
    """With 56,627 for the printed 56,227 the achievement is the printed 47.9%, and the column adds up within rounding."""
    row = rows["current", "school_lunch"]
    assert row.this.outstanding == 56227
    assert round_half_up(measures.ratio(row.this.target, D(56627)), 1) == D("47.9")
    gap = sum_gap(rows, "current", 0, "outstanding")
    assert gap == -401 and abs(gap + 400) <= 1


def parts_of(rows, segment, back, name):
    amounts = [getattr(row.days[back], name) for (s, claim), row in rows.items() if s == segment and claim != "all"]
    return [amount for amount in amounts if amount is not None]


def sum_gap(rows, segment, back, name):
    return sum(parts_of(rows, segment, back, name)) - getattr(rows[segment, "all"].days[back], name)


def test_last_years_rate_of_health_insurance_contradicts_the_printed_difference(computed):
    """44.3% now and ▲0.5P a year means 44.8%, which the amounts give; the document prints 44.4%."""
    row = computed["current", "national_health_insurance"]
    assert round_half_up(row.last.rate, 1) == D("44.8")
    assert Notation("▲").cell(row.this.rate_points, 1, signed=True) == "▲0.5"


@pytest.mark.parametrize(("segment", "back"), list(itertools.product(COLUMNS, (0, 1))))
def test_columns_add_up_to_the_printed_totals(saitama, rows, segment, back):
    off = {}
    for name in ("assessed", "collected", "outstanding", "target"):
        gap = sum_gap(rows, segment, back, name)
        # Every amount is within half a 千円.
        within = abs(gap) <= D(len(parts_of(rows, segment, back, name)) + 1) / 2
        if gap:
            off[name] = gap, within
        assert within or (segment, back, name) == ("current", 0, "outstanding")  # the digit above
    gaps = measures.rounding_gaps(saitama, measures.positions(saitama, segment))
    assert {gap.measure: (gap.amount, gap.by_rounding) for gap in gaps if gap.back == back} == off


def test_the_bullets_of_the_summary(saitama):
    said = "".join(sentences.outstanding(saitama).sentences)
    for words in ("約80億円", "約17億円", "31債権中13債権", "約21億円"):
        assert words in said


def test_the_plan_table(saitama):
    assert [(p.name, str(p.rate), f"{p.outstanding:,f}") for p in measures.settled_periods(saitama)] == [
        ("第1次", "88.1", "32,067"), ("第2次", "91.2", "25,399"), ("第3次", "95.8", "13,401"), ("第4次", "97.1", "9,690")
    ]  # fmt: skip


def test_the_way_from_the_opening_to_the_target_is_the_printed_one(saitama):
    """議題2 1 (1): 80億円, 17億円 less than the opening, 21億円 still to go; the share of the first is printed in (8) 合計."""
    opening, now, goal = measures.bridge(saitama)
    assert (opening.amount, now.amount, goal.amount) == (9714117, 7974406, 5878839)
    assert [round_half_up(amount / 10**5, 0) for amount in (now.amount, now.change, goal.change)] == [80, -17, -21]
    assert str(now.share) == "-17.9"


def test_the_plan_is_told_in_the_order_of_its_chapters(saitama):
    headings = list(dict.fromkeys(row["heading"] for row in tables.points(saitama, "plan", "体系").rows))
    assert headings == [
        "表題", "1 策定の趣旨", "2 実施期間", "3 対象債権", "4 目標", "5 推進体制", "6 債権所管課の取組", "7 税務部、北・南部市税事務所の取組",
        "8 債権回収に当たる職員の責務", "9 その他",
    ]  # fmt: skip


def test_every_class_of_the_list_is_explained(saitama):
    listed = list(dict.fromkeys(row["class"] for row in tables.scope(saitama, "2025", "plan5").rows))
    assert [row["heading"] for row in tables.points(saitama, "class", "債権区分").rows] == listed


def test_the_form_is_told_in_the_order_of_its_parts(saitama):
    headings = list(dict.fromkeys(row["heading"] for row in tables.points(saitama, "form", "様式").rows))
    assert headings == [
        "位置付け", "(1) 現状分析", "(2) 課題", "(3) 対策", "(4) 目標とする達成水準", "(5) 成果目標",
    ]  # fmt: skip


def test_the_form_itself_stands_beside_the_packet():
    packet, other = Packet.open("saitama", "2026-01-21"), Packet.open("ube", "2024-08-01")
    assert ("実施計画の様式", "form.xlsx") in report._beside(packet)
    assert "form.xlsx" not in dict(report._beside(other)).values()


def test_who_collects_for_another_section_is_said_wherever_the_document_says_it(saitama):
    """(2), (4), (5): 国民健康保険税 is collected together with 市税; it is none of the claims that (3) shows."""
    assert "※ 国民健康保険税は、収納対策課（財政局）が徴収する。" in tables.cuts(saitama, "claim").notes
    assert not any("国民健康保険税" in note for note in tables.cuts(saitama, "claim", without_major=True).notes)
    for by in ("bureau", "section"):
        assert "※ 国民健康保険税は、徴収する収納対策課（財政局）に含めた。" in tables.cuts(saitama, by).notes
