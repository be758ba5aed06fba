"""What must hold of every measure, whatever the figures: amounts k times as large, rows in another order, a claim more."""

from dataclasses import replace
from decimal import Decimal as D

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import measures
from helpers.ledger import TABLES, Ledger
from helpers.notation import MONEY
from helpers.packet import Packet
from helpers.terms import SEGMENTS

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


def figure(claim, measure, value, segment="carried_over", year=2025, day="", kind="actual", unit="千円", **more):
    row = {"fiscal_year": year, "as_of": day, "claim": claim, "segment": segment, "measure": measure, "item": "", "group": "",
           "kind": kind, "value": D(value), "unit": unit, "approx": "", "base_year": None, "source": "試験"}  # fmt: skip
    return row | more


def ledger_of(claims, figures):
    """A ledger of ``claims`` (claim → bureau) and rows made by :func:`figure`."""
    listed = [dict.fromkeys(TABLES["claims"].model_fields, "") | {"claim": c, "name": c, "bureau": b, "section": f"{c}課"}
              for c, b in claims.items()]  # fmt: skip
    return Ledger(
        folder="data/x",
        tables={name: frame_of(name, rows) for name, rows in (("claims", listed), ("figures", figures))},
        groups={claim: claim for claim in claims},
    )


def frame_of(table, rows):
    frame = pd.DataFrame(rows, columns=list(TABLES[table].model_fields), dtype=object)
    return frame.set_axis(frame.index + 2)


def made_up():
    """Two claims of one bureau, one of another that is new this year, their total; a plan; the years' totals."""
    rows = []
    for year, values in ((2025, (900, 301, 598, 60, 20, 40, 70, 0, 70)), (2024, (1000, 250, 750, 30, 3, 27))):
        for place, claim in enumerate("abc"[: len(values) // 3]):
            named = zip(("assessed", "collected", "outstanding"), values[3 * place : 3 * place + 3], strict=True)
            rows += [figure(claim, name, value, day=f"{year}-10-31", year=year) for name, value in named]
            rows.append(figure(claim, "outstanding", 10 * place + 11, year=year, kind="target"))
        sums = (sum(values[start::3]) for start in range(3))
        rows += [
            figure("all", name, value + 1, day=f"{year}-10-31", year=year)
            for name, value in zip(("assessed", "collected", "outstanding"), sums, strict=True)
        ]
        rows.append(figure("all", "outstanding", 34, year=year, kind="target"))
    for year in range(2020, 2027):
        kind = "actual" if year < 2024 else "target"
        rows.append(figure("a", "outstanding", 1000 - 9 * (year - 2020) ** 2, "total", year, kind=kind))
        rows.append(figure("a", "collection_rate", D("90.10") + year - 2020, "current", year, kind=kind, unit="%"))
        if year < 2024:
            rows.append(figure("a", "outstanding", 985, "total", year, kind="target"))
            rows.append(figure("all", "outstanding", 2000 - year + 2020, "total", year))
            rows.append(figure("all", "collection_rate", D("90.0") + year - 2020, "total", year, unit="%"))
    return ledger_of({"a": "甲局", "b": "甲局", "c": "乙局"}, rows)


@pytest.fixture(scope="module")
def books():
    """Of every city and of a made-up one: the ledger, its packet if it has one, and what the measures say of it."""
    packets = {city: Packet.open(city, meeting) for city, meeting in MEETINGS.items()}
    pairs = {city: (packet.ledger, packet) for city, packet in packets.items()} | {"made_up": (made_up(), None)}
    return {city: (*pair, readings(*pair)) for city, pair in pairs.items()}


CITIES = [*MEETINGS, "made_up"]


def records(frame):
    return frame.to_dict("records")


def readings(ledger, packet):
    """Everything that the measures say of a ledger: name → rows, each a dict, in their order."""
    day = packet.meeting.as_of if packet else pd.Timestamp("2025-10-31").date()
    year = packet.fiscal_year if packet else 2025
    rate = packet.city.rate_definition if packet else "collected"
    said = {}
    if day:
        for segment in SEGMENTS:
            said["positions", segment] = records(measures.positions(ledger, segment, day, rate))
        for by in ("claim", "bureau", "section"):
            said["cuts", by] = records(measures.cuts(ledger, day, by))
    years, results, targets = PLAN
    for measure in measures.PLAN_SEGMENTS:
        said["plan", measure] = records(measures.plan_targets(ledger, measure, results, targets))
    said["verdicts"] = records(measures.verdicts(ledger, years))
    said["targets"] = records(measures.targets(ledger, year))
    for segment in ("current", "total"):
        said["trend", segment] = [vars(point) for point in measures.trend(ledger, "億円", year, segment)]
    said["uses"] = [vars(use) for use in measures.tool_use(ledger, year - 1)]
    for claim in ledger["claims"]["claim"]:
        found = measures.standing(ledger, claim, rate)
        said["standing", claim] = [vars(found)] if found else []
        said["results", claim] = records(measures.results(ledger, claim, year - 1))
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


def altered(ledger, figures, **tables):
    return replace(ledger, tables=ledger.tables | {"figures": figures} | tables)


def is_money(row):
    return row["unit"] in MONEY


def scaled(ledger, k):
    figures = ledger["figures"].copy()
    figures["value"] = [row["value"] * k if is_money(row) else row["value"] for row in records(figures)]
    return altered(ledger, figures)


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
        money = [key for key in row if name[1] == "outstanding" and key not in ("claim", "percent")]
        return row | {key: row[key] and row[key] * k for key in money}
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
    ledger, packet, before = books[city]
    after = readings(scaled(ledger, k), packet)
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
    ledger, packet, before = books[city]
    after = readings(altered(ledger, ledger["figures"].sample(frac=1, random_state=seed)), packet)
    for name in before:
        rows, found = before[name], after[name]
        if name in ("uses", "targets") or name[0] == "results":  # in the source's order
            rows, found = (sorted(r, key=str) for r in (rows, found))
        assert same(rows, found), name


def with_another(ledger, like, seed):
    """The ledger with one claim more: the figures of ``like`` three times as large, but for what is counted for all claims."""
    claims, figures = ledger["claims"], ledger["figures"]
    claim = claims[claims["claim"] == like].assign(claim="unrelated", name="別の債権", bureau="別の局", section="別の課",
                                                   collector_bureau="", collector_section="", part_of="")  # fmt: skip
    own = figures[(figures["claim"] == like) & (figures["measure"] != "count")].assign(claim="unrelated")
    own["value"] = [row["value"] * 3 if is_money(row) else row["value"] for row in records(own)]
    more = pd.concat([own.set_axis(own.index + 10_000), figures]).sample(frac=1, random_state=seed)
    grown = altered(ledger, more, claims=pd.concat([claim.set_axis([10_000]), claims]))
    return replace(grown, groups=ledger.groups | {"unrelated": "unrelated"})


@pytest.mark.parametrize("city", CITIES)
@given(data=st.data())
@some
def test_an_unrelated_claim_changes_nothing_of_the_others(books, city, data):
    ledger, packet, before = books[city]
    like = data.draw(st.sampled_from(list(ledger["claims"]["claim"])))
    grown = with_another(ledger, like, data.draw(SEEDS))
    after = readings(grown, packet)
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
    rows, names = [], ("assessed", "collected", "outstanding")
    for place, (*amounts, target, _) in enumerate(claims):
        this, last = amounts[:3], amounts[3:] if None not in amounts[3:] else []
        for year, values in ((2025, this), (2024, last)):
            named = zip(names, values, strict=False)
            rows += [figure(f"c{place}", name, v, day=f"{year}-10-31", year=year) for name, v in named]
        if target is not None:
            rows.append(figure(f"c{place}", "outstanding", target, kind="target"))
    ledger = ledger_of({f"c{place}": claim[-1] for place, claim in enumerate(claims)}, rows)
    day = pd.Timestamp("2025-10-31").date()
    frame = measures.positions(ledger, "carried_over", day)
    for row in records(frame):
        assert row["cut"] == (
            None if not row["assessed"] else (row["outstanding"] - row["assessed"]) / row["assessed"] * 100
        )
        assert (row["growth"] is None) == (not row["outstanding_last"])
        assert (row["cut_points"] is None) == (row["cut"] is None or row["cut_last"] is None)
    for by in ("claim", "bureau", "section"):
        summed = measures.cuts(ledger, day, by)
        for column in ("assessed", "outstanding", "assessed_last", "outstanding_last"):
            parts, whole = ([v for v in f[column] if v is not None] for f in (summed, frame))
            assert sum(parts) == sum(whole)
        assert sum(len(new) for new in summed["newcomers"]) == frame["assessed_last"].isna().sum()


@given(parts=st.lists(AMOUNT, min_size=1, max_size=6), off=st.integers(-9, 9))
@settings(max_examples=50, deadline=None)
def test_a_gap_is_what_the_parts_are_more_than_their_total(parts, off):
    frame = pd.DataFrame(
        [{"claim": str(place), "assessed": part} for place, part in enumerate(parts)]
        + [{"claim": "all", "assessed": sum(parts) - off}], dtype=object,
    )  # fmt: skip
    gaps = measures.rounding_gaps(frame, ["assessed"])
    assert gaps == ({"assessed": (D(off), abs(off) * 2 <= len(parts) + 1)} if off else {})
    shuffled = measures.rounding_gaps(frame.sample(frac=1, random_state=1), ["assessed"])
    assert shuffled == gaps
