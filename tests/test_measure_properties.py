"""What must hold of every measure, whatever the figures: amounts k times as large, rows in another order, a claim more."""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal as D

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import measures
from helpers.errors import DeskError
from helpers.notation import MONEY
from helpers.packet import Packet
from helpers.terms import BY, SEGMENTS
from tests.measures.packets import altered, amounts, figure, unprinted, with_city
from tests.measures.packets import packet as packet_with

MEETINGS = {"saitama": "2026-01-21", "shizuoka": "2026-06-03", "ube": "2024-08-01"}
PLAN = (range(2020, 2024), range(2021, 2024), range(2024, 2027))
FACTORS = st.sampled_from([D(7), D(1000), D("0.001"), D("1.3")])
SEEDS = st.integers(0, 2**32 - 1)
# Columns and fields that hold money; what else is a number is a rate, a count, a rank or a verdict.
MONEY_FIELDS = {
    f"{name}{suffix}"
    for name in ("assessed", "collected", "outstanding", "target", "about")
    for suffix in ("", "_last")
}
some = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def made_up():
    """Two claims of one bureau, one of another that is new this year, their total; a plan; the years' totals."""
    rows = []
    for year, values in ((2025, ((900, 301, 598), (60, 20, 40), (70, 0, 70))), (2024, ((1000, 250, 750), (30, 3, 27)))):
        day = dt.date(year, 10, 31)
        for place, (claim, own) in enumerate(zip("abc", values, strict=False)):
            rows += amounts(claim, *own, day=day)
            rows.append(figure(claim, "outstanding", 10 * place + 11, year=year, kind="target"))
        rows += amounts("all", *(sum(column) + 1 for column in zip(*values, strict=True)), day=day)
        rows.append(figure("all", "outstanding", 34, year=year, kind="target"))
    for year in range(2020, 2027):
        kind = "actual" if year < 2024 else "target"
        rows.append(figure("a", "outstanding", 1000 - 9 * (year - 2020) ** 2, "total", year, kind=kind))
        rows.append(figure("a", "collection_rate", D("90.10") + year - 2020, "current", year, kind=kind, unit="%"))
        if year < 2024:
            rows.append(figure("a", "outstanding", 985, "total", year, kind="target"))
            rows.append(figure("all", "outstanding", 2000 - year + 2020, "total", year))
            rows.append(figure("all", "collection_rate", D("90.0") + year - 2020, "total", year, unit="%"))
    return packet_with({"a": "甲局", "b": "甲局", "c": "乙局"}, rows, settled_year=2025)


@pytest.fixture(scope="module")
def books():
    """Of every city and of a made-up one: the packet without printed rates, and what the measures say of it."""
    packets = {city: unprinted(Packet.open(city, meeting)) for city, meeting in MEETINGS.items()}
    packets["made_up"] = made_up()
    return {city: (packet, readings(packet)) for city, packet in packets.items()}


CITIES = [*MEETINGS, "made_up"]


def records(rows):
    """The rows of a measure, each a flat dict with its values as they are: ``Rows``, a list of dataclasses, or a DataFrame."""
    if isinstance(rows, pd.DataFrame):
        return rows.to_dict("records")
    return [dict(flat(row)) for row in rows]


def flat(row, suffix=""):
    """Names and values of ``row``, with those of what is within it under names with its name: ``assessed_last``, ``results_2023``."""
    for name, value in parts_of(row).items():
        if parts_of(value) is None:
            yield f"{name}{suffix}", value
        else:
            yield from flat(value, suffix if name == "this" else f"{suffix}_{name}")


def parts_of(value):
    """What ``value`` is made of, by name, year or place; None if it is one thing."""
    if dataclasses.is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return dict(enumerate(value))
    return value if isinstance(value, Mapping) else None


def told(measure, *asked):
    """The records of a measure; none where it says that the data lacks what it is made from."""
    try:
        return records(measure(*asked))
    except DeskError as error:
        assert error.code == "missing-data"
        return []


def readings(packet):
    """Everything that the measures say of a packet: name → rows, each a dict, in their order."""
    ledger, year = packet.ledger, packet.fiscal_year
    said = {}
    if packet.meeting.as_of:
        for segment in SEGMENTS:
            said["positions", segment] = records(measures.positions(packet, segment))
        for by in BY:
            said["cuts", by] = records(measures.cuts(packet, by))
    years, results, targets = PLAN
    for measure in measures.PLAN_SEGMENTS:
        said["plan", measure] = told(measures.plan_targets, packet, measure, results, targets)
    said["verdicts"] = told(measures.past_targets, packet, years)
    said["targets"] = told(measures.targets, packet)
    for segment in ("current", "total"):
        said["trend", segment] = records(measures.trend(with_city(packet, headline_rate=segment)))
    said["uses"] = told(measures.tool_use, packet)
    for claim in ledger["claims"]["claim"]:
        said["standing", claim] = records(filter(None, [measures.standing(packet, claim)]))
        said["results", claim] = told(measures.results, packet, claim, year - 1)
    return said


def same(a, b):
    """Equal, but for the last of 28 digits; of unordered rows, in any order."""
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, D) and isinstance(b, D):
        return abs(a - b) <= max(abs(a), abs(b)) * D("1e-20")
    return a == b


def is_money(row):
    return row["unit"] in MONEY


def scaled(packet, k):
    figures = packet.ledger["figures"].copy()
    figures["value"] = [row["value"] * k if is_money(row) else row["value"] for row in records(figures)]
    return of_figures(packet, figures)


def of_figures(packet, figures):
    return replace(packet, ledger=altered(packet.ledger, figures))


def times(name, row, k):
    """``row`` as it must be when all money is ``k`` times as large."""
    if name[0] == "results" or name == "uses":
        return {key: v * k if key in ("this", "last", "target", "printed") and isinstance(v, D) and row["unit"] in MONEY else v
                for key, v in row.items()}  # fmt: skip
    if name == "verdicts":
        return row | {
            key: row[key] and row[key] * k for key in ("target", "actual", "gap") if row["measure"] == "outstanding"
        }
    if name[0] == "plan":
        money = [key for key in row if name[1] == "outstanding" and isinstance(row[key], D) and key != "percent"]
        return row | {key: row[key] * k for key in money}
    if name == "targets":
        return row
    money = [
        key
        for key in row
        if key in MONEY_FIELDS and isinstance(row[key], D) and (name[0] != "standing" or key != "target")
    ]
    return row | {key: row[key] * k for key in money}


@pytest.mark.parametrize("city", CITIES)
@given(k=FACTORS)
@some
def test_amounts_k_times_as_large_change_no_rate_and_no_verdict(books, city, k):
    packet, before = books[city]
    after = readings(scaled(packet, k))
    for name in before:
        wanted = [times(name, row, k) for row in before[name]]
        for row, found in zip(wanted, after[name], strict=True):
            # How many digits an amount has depends on its size; everything else must be as it was.
            found, row = ({key: v for key, v in r.items() if key != "outstanding_decimals"} for r in (found, row))
            assert same(row, found), (name, row, found)


@pytest.mark.parametrize("city", CITIES)
@given(seed=SEEDS)
@some
def test_the_order_of_the_rows_says_nothing(books, city, seed):
    packet, before = books[city]
    after = readings(of_figures(packet, packet.ledger["figures"].sample(frac=1, random_state=seed)))
    for name in before:
        rows, found = before[name], after[name]
        if name in ("uses", "targets") or name[0] == "results":  # in the source's order
            rows, found = (sorted(r, key=str) for r in (rows, found))
        assert same(rows, found), name


def with_another(packet, like, seed):
    """The packet with one claim more: the figures of ``like`` three times as large, but for what is counted for all claims."""
    ledger = packet.ledger
    claims, figures = ledger["claims"], ledger["figures"]
    claim = claims[claims["claim"] == like].assign(claim="unrelated", name="別の債権", bureau="別の局", section="別の課",
                                                   collector_bureau="", collector_section="", part_of="")  # fmt: skip
    own = figures[(figures["claim"] == like) & (figures["measure"] != "count")].assign(claim="unrelated")
    own["value"] = [row["value"] * 3 if is_money(row) else row["value"] for row in records(own)]
    more = pd.concat([own.set_axis(own.index + 10_000), figures]).sample(frac=1, random_state=seed)
    grown = altered(ledger, more, claims=pd.concat([claim.set_axis([10_000]), claims]))
    grown = replace(grown, groups=ledger.groups | {"unrelated": "unrelated"})
    return with_city(replace(packet, ledger=grown), bureaus=[*packet.city.bureaus, "別の局"])


@pytest.mark.parametrize("city", CITIES)
@given(data=st.data())
@some
def test_an_unrelated_claim_changes_nothing_of_the_others(books, city, data):
    packet, before = books[city]
    like = data.draw(st.sampled_from(list(packet.ledger["claims"]["claim"])))
    after = readings(with_another(packet, like, data.draw(SEEDS)))
    new = ("unrelated", "別の局", "別の課")
    for name in before:
        rows = before[name]
        found = [row for row in after[name] if row.get("claim") not in new and row.get("name") not in new]
        if name in ("uses", "targets") or name[0] == "results":
            rows, found = (sorted(r, key=str) for r in (rows, found))
        assert same(rows, found), name
    assert set(after) - set(before) == {("standing", "unrelated"), ("results", "unrelated")}


AMOUNT = st.integers(0, 10**9).map(D)
CLAIM = st.tuples(*[AMOUNT] * 3, *[st.none() | AMOUNT] * 3, st.none() | AMOUNT, st.sampled_from(["甲局", "乙局"]))


@given(claims=st.lists(CLAIM, min_size=1, max_size=5))
@settings(max_examples=50, deadline=None)
def test_any_amounts_give_the_same_sums_by_claim_bureau_and_section(claims):
    rows = []
    for place, (*values, target, _) in enumerate(claims):
        this, last = values[:3], values[3:] if None not in values[3:] else []
        for year, own in ((2025, this), (2024, last)):
            rows += amounts(f"c{place}", *own, day=dt.date(year, 10, 31)) if own else []
        if target is not None:
            rows.append(figure(f"c{place}", "outstanding", target, kind="target"))
    packet = packet_with({f"c{place}": claim[-1] for place, claim in enumerate(claims)}, rows)
    positions = measures.positions(packet, "carried_over")
    for row in positions:
        for day in row.days:
            cut = (day.outstanding - day.assessed) / day.assessed * 100 if day.assessed else None
            assert day.cut == cut
        assert (row.this.growth is None) == (not row.last.outstanding)
        assert (row.this.cut_points is None) == (row.this.cut is None or row.last.cut is None)
        assert row.this.cut_points is None or row.this.cut_points == row.last.cut - row.this.cut
    for by in BY:
        summed = measures.cuts(packet, by)
        for back, name in itertools.product((0, 1), ("assessed", "outstanding")):
            parts, whole = ([getattr(row.days[back], name) or 0 for row in found] for found in (summed, positions))
            assert sum(parts) == sum(whole)
        newcomers = {claim for row in summed for claim in row.newcomers}
        assert newcomers == {row.claim for row in positions if row.last.assessed is None}


@given(parts=st.lists(AMOUNT, min_size=1, max_size=6), off=st.integers(-9, 9), turned=st.booleans())
@settings(max_examples=50, deadline=None)
def test_a_gap_is_what_the_parts_are_more_than_their_total(parts, off, turned):
    days = {str(place): part for place, part in enumerate(parts)} | {"all": sum(parts) - off}
    nothing = dict.fromkeys(field.name for field in dataclasses.fields(measures.Day))
    rows = [
        measures.Position(claim, measures.Day(**nothing), measures.Day(**nothing | {"assessed": amount}))
        for claim, amount in days.items()
    ]
    gaps = measures.rounding_gaps(made_up(), rows[:: -1 if turned else 1])
    assert gaps == ((measures.Gap("assessed", 1, D(off), abs(off) * 2 <= len(parts) + 1),) if off else ())
