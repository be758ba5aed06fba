"""Rate and outstanding amount of all claims over the years."""

from dataclasses import dataclass
from decimal import Decimal

from helpers.ledger import Ledger
from helpers.notation import convert_money, decimals_of


@dataclass(frozen=True)
class TrendPoint:
    """Rate and outstanding amount of all claims in one fiscal year; ``computed`` if from a printed difference."""

    fiscal_year: int
    rate: Decimal | None  # %
    outstanding: Decimal | None  # in the unit asked for
    rate_decimals: int  # places the sources allow
    outstanding_decimals: int
    computed: bool
    approx: bool  # the amount rests on a 「約」


def trend(ledger: Ledger, unit: str) -> list[TrendPoint]:
    """Every fiscal year whose rate or outstanding amount is printed or follows from a printed difference, oldest first.

    A year known only as "x less than in FY N" is N = this − difference. Its precision is that of the coarser term:
    約40.2億円 and 約131億円 less give 約171億円.
    """
    known: dict[int, dict[str, tuple[Decimal, int, bool, bool]]] = {}
    for measure in ("collection_rate", "outstanding"):
        figures = ledger.figures(claim="all", segment="total", measure=measure, as_of="")
        printed = {row.fiscal_year: row for row in figures[figures["kind"] == "actual"].itertuples()}
        for row in printed.values():
            scaled, places = _in_unit(row, unit)
            known.setdefault(row.fiscal_year, {})[measure] = (scaled, places, False, bool(row.approx))
        for row in figures[figures["kind"] == "difference"].itertuples():
            this = printed.get(row.fiscal_year)
            if this is None or row.base_year in printed or row.unit == "%":
                continue
            (value, value_places), (change, change_places) = _in_unit(this, unit), _in_unit(row, unit)
            known.setdefault(row.base_year, {})[measure] = (
                value - change,
                min(value_places, change_places),
                True,
                bool(this.approx or row.approx),
            )
    nothing = (None, 0, False, False)
    points = []
    for year in sorted(known):
        rate, outstanding = (known[year].get(measure, nothing) for measure in ("collection_rate", "outstanding"))
        points.append(
            TrendPoint(
                year, rate[0], outstanding[0], rate[1], outstanding[1], rate[2] or outstanding[2], outstanding[3]
            )
        )
    return points


def _in_unit(row: tuple, unit: str) -> tuple[Decimal, int]:
    """Value and printed places of a figure, money converted to ``unit``."""
    if row.measure != "outstanding":
        return row.value, decimals_of(row.value)
    shift = convert_money(Decimal(1), row.unit, unit).adjusted()  # units of money are powers of ten
    return convert_money(row.value, row.unit, unit), max(0, decimals_of(row.value) - shift)
