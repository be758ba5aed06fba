"""Amounts of a finer unit than the city's tables are brought to it exactly, and printed rounded."""

from decimal import Decimal as D

import pytest

from helpers import measures, sentences, tables
from helpers.errors import DeskError
from helpers.measures.stated import Key, Stated, agree
from helpers.packet import Packet
from tests import town
from tests.accounts import TAX, opened

YEN = ((2024, "municipal_tax", "total", 1234567890, 1234000000, 0, 0, 567890),)
MIXED = ((2023, "municipal_tax", "total", 1234000, 1233400, 0, 0, 600),)


def mixed(desk):
    """Yen this year, 千円 last year."""
    figures = tuple(
        f"2024,,municipal_tax,total,{measure},,,actual,{value},円,,,決算"
        for measure, value in (
            ("assessed", 1234567890),
            ("collected", 1234000500),
            ("written_off", 0),
            ("refund_due", 0),
        )
    )
    return opened(desk, MIXED, more=figures)


def test_no_digit_is_lost(tmp_path):
    found = measures.account(opened(tmp_path, YEN, unit="円"), "municipal_tax", "total", 2024)
    assert found.assessed == D("1234567.890")
    assert str(found.assessed) == "1234567.890"  # the last zero says that it is exact to the yen


def test_years_in_two_units_compare(tmp_path):
    row = next(row for row in measures.settlement(mixed(tmp_path)) if row.segment == "total")
    assert row.this.outstanding == D("567.390")
    assert row.change == D("-32.610")
    assert row.this.rate == D("1234000.5") / D("1234567.89") * 100


def test_printed_in_the_places_of_the_tables(tmp_path):
    packet = mixed(tmp_path)
    html = tables.settlement_claims(packet).html()
    assert "1,234,568" in html and "1,234,567" not in html
    assert ">567<" in html and "▲33" in html
    datum = tables.settlement_claims(packet).resource()["data"][0]
    assert datum["assessed"] == 1234568
    assert "0.6百万円" not in sentences.settlement(packet).markdown()
    assert "567千円" in sentences.settlement(packet).markdown()  # less than one of the unit of sentences


def test_places_that_the_city_writes_itself_stay(tmp_path):
    lines = ((2023, "municipal_tax", "total", "1234000.5", "1233400.0", "0.0", "0.0", "600.5"),)
    figures = ("2024,,municipal_tax,total,assessed,,,actual,1234567890,円,,,決算",)
    assert "1,234,567.9" in tables.settlement_claims(opened(tmp_path, lines, more=figures)).html()


def test_nothing_changes_where_nothing_is_finer(tmp_path):
    packet = opened(tmp_path, TAX)
    assert packet.ledger.amount_decimals is None
    assert packet.notation == packet.city.notation


def test_what_is_no_claim_is_brought_to_the_unit_too(tmp_path):
    excluded = ("2024,一般会計,雑入,12,5000,,0,0,1500,円,決算", "2024,一般会計,繰入金,3,7,7,0,0,0,百万円,決算")
    rows = opened(tmp_path, TAX, excluded=excluded).ledger["excluded"]
    shown = [(row.assessed, row.collected, row.written_off, row.outstanding, row.unit) for row in rows.itertuples()]
    assert shown == [(D("5.000"), None, 0, D("1.500"), "千円"), (7, 7, 0, 0, "百万円")]
    assert str(shown[0][0]) == "5.000"


def test_the_existing_sections_take_yen(tmp_path):
    desk = town.make(tmp_path)
    path = desk / "data" / town.CITY / "figures.csv"
    old = path.read_text(encoding="utf-8-sig").splitlines()
    new = [
        line.replace("000,千円", "000000,円") if ",municipal_tax,carried_over,assessed," in line else line
        for line in old
    ]
    assert new != old
    before = measures_of(Packet.open(town.CITY, town.MEETING, root=desk))
    town.write(path, new)
    assert measures_of(Packet.open(town.CITY, town.MEETING, root=desk)) == before


def measures_of(packet):
    return [tables.claims(packet, "carried_over").html(), sentences.outstanding(packet).markdown()]


def test_a_coarser_amount_is_refused_at_its_row(tmp_path):
    more = ("2024,,municipal_tax,total,assessed,,,actual,12,百万円,,,決算",)
    with pytest.raises(DeskError) as caught:
        opened(tmp_path, TAX[:2], more=more)
    assert caught.value.code == "data"
    assert "figures.csv 12行目 unit" in str(caught.value)
    assert "「百万円」" in str(caught.value) and "千円" in str(caught.value)


def test_a_round_figure_for_all_claims_keeps_its_unit(tmp_path):
    packet = opened(tmp_path, TAX, more=("2024,,all,total,outstanding,,,actual,40.2,億円,約,,決算",))
    assert packet.ledger.figures(claim="all").iloc[0]["unit"] == "億円"


@pytest.mark.parametrize(("year", "day", "fits"), [
    (2024, "2025-04-30", True),  # the accounts of a year stay open until 31 May
    (2025, "2025-04-30", True),
    (2024, "2025-05-31", True),
    (2024, "2025-06-01", False),
    (2024, "2024-03-31", False),
])  # fmt: skip
def test_a_day_belongs_to_its_fiscal_year(tmp_path, year, day, fits):
    more = (f"{year},{day},municipal_tax,current,assessed,,,actual,1000,千円,,,月報",)
    if fits:
        assert opened(tmp_path, TAX, more=more).ledger.value(as_of=day, fiscal_year=year) == 1000
        return
    with pytest.raises(DeskError, match=rf"figures.csv 22行目 as_of: .*{day}"):
        opened(tmp_path, TAX, more=more)


YENS = {"municipal_tax": 4100000500, "care_insurance": 899999500}


def in_yen(line):
    """A carried-over 調定額 of the meeting's day in 円, 500 円 beside what it was; both round up."""
    columns = line.split(",")
    if columns[1] != town.DAY or columns[3:5] != ["carried_over", "assessed"] or columns[2] not in YENS:
        return line
    return ",".join([*columns[:8], str(YENS[columns[2]]), "円", *columns[10:]])


def test_printed_parts_that_do_not_add_up_are_noted(tmp_path):
    desk = town.make(tmp_path)
    path = desk / "data" / town.CITY / "figures.csv"
    town.write(path, [in_yen(line) for line in path.read_text(encoding="utf-8-sig").splitlines()])
    packet = Packet.open(town.CITY, town.MEETING, root=desk)
    gaps = measures.rounding_gaps(packet, measures.positions(packet, "carried_over"))
    assert [(gap.measure, gap.back, gap.amount, gap.by_rounding) for gap in gaps] == [("assessed", 0, 1, True)]


@pytest.mark.parametrize(("printed", "rounding", "agrees"), [
    ("1,235", "half_up", True),
    ("1,234", "half_up", False),
    ("1,234", "down", True),
    ("1,235", "down", False),
])  # fmt: skip
def test_a_printed_amount_is_the_exact_one_shortened(packet_of, printed, rounding, agrees):
    packet = packet_of(rounding)
    key = Key("municipal_tax", "current", "assessed", 2025)
    figures = {key: Stated(D(printed.replace(",", "")), "千円", printed, None, 2)}
    if agrees:
        agree(packet, figures, key, D("1234.567"))
        return
    with pytest.raises(DeskError, match="の同じ数値"):
        agree(packet, figures, key, D("1234.567"))


@pytest.fixture
def packet_of(tmp_path):
    return lambda rounding: opened(tmp_path, minus=f"▲\npublished_rounding:\n  amounts: {rounding}")
