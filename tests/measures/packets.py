"""Made-up packets for tests of measures: a few rows written by hand, and a packet around them."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from helpers.ledger import TABLES, Ledger
from helpers.packet import Packet
from helpers.params import ROOT, City, Meeting

DAY = dt.date(2025, 10, 31)
_CITY = {
    "name": "試験市",
    "units": {"table": "千円", "summary": "億円", "sentence": "億円"},
    "decimals": 1,
    "minus": "▲",
    "rate_definition": "collected",
    "claim_classes": {},
}
_MEETING = {"title": "試験", "body": "試験", "source": "試験", "sections": [{"notebook": "claims", "title": "試験"}]}


def figure(claim, measure, value, segment="carried_over", year=2025, day="", kind="actual", unit="千円", **more):
    """A row of figures.csv."""
    row = {"fiscal_year": year, "as_of": day, "claim": claim, "segment": segment, "measure": measure, "item": "", "group": "",
           "kind": kind, "value": Decimal(value), "unit": unit, "approx": "", "base_year": None, "source": "試験"}  # fmt: skip
    return row | more


def on_day(claim, measure, value, segment="carried_over", day=DAY, **more):
    """A row of figures.csv for the meeting's day, or another one."""
    year = day.year if day.month >= 4 else day.year - 1
    return figure(claim, measure, value, segment, more.pop("year", year), day.isoformat(), **more)


def amounts(claim, assessed, collected, outstanding, segment="carried_over", day=DAY):
    """Three rows of figures.csv: the amounts of a claim on one day."""
    named = {"assessed": assessed, "collected": collected, "outstanding": outstanding}
    return [on_day(claim, measure, value, segment, day) for measure, value in named.items()]


def printed(row, claim, segment, measure, figure, year=2025, formula=""):
    """A row of published.csv that says which measure it is, in the line ``row`` of a document."""
    return {"meeting": "2026-01-20", "document": "資料", "table": segment, "row": row, "part_of": "合計", "fiscal_year": year,
            "column": measure, "item": measure, "figure": figure, "unit": "", "claim": claim, "segment": segment,
            "measure": measure, "formula": formula, "source": "試験"}  # fmt: skip


def ledger_of(claims, figures, **tables):
    """A ledger of ``claims`` (claim → bureau, or the columns of claims.csv that matter), rows made by :func:`figure`, and the rows
    of other ``tables``.
    """
    listed = []
    for claim, owner in claims.items():
        owner = owner if isinstance(owner, dict) else {"bureau": owner}
        blank = dict.fromkeys(TABLES["claims"].model_fields, "")
        listed.append(blank | {"claim": claim, "name": claim, "section": f"{claim}課"} | owner)
    numbers = [
        {"edition": "2025", "number": f"{n}", "claim": claim, "source": "試験"} for n, claim in enumerate(claims, 1)
    ]
    rows = {"claims": listed, "numbers": numbers, "figures": figures} | tables
    return Ledger(
        folder="data/x",
        tables={name: frame_of(name, own) for name, own in rows.items()},
        groups={claim: claim for claim in claims},
    )


def frame_of(table, rows):
    """The rows of a table as a ledger holds them, numbered as in its file."""
    frame = pd.DataFrame(rows, columns=list(TABLES[table].model_fields), dtype=object)
    return frame.set_axis(frame.index + 2)


def packet_of(ledger, as_of=DAY, fiscal_year=2025, settled_year=2024, **city):
    """A packet around ``ledger``; ``city`` are settings of the city that matter."""
    bureaus = list(dict.fromkeys(filter(None, ledger["claims"]["bureau"])))
    meeting = _MEETING | {"fiscal_year": fiscal_year, "settled_year": settled_year, "as_of": as_of}
    return Packet(
        name="x",
        date=dt.date(2026, 1, 20),
        city=City.model_validate(_CITY | {"bureaus": bureaus} | city),
        meeting=Meeting.model_validate(meeting),
        ledger=ledger,
        root=ROOT,
    )


def packet(claims, figures, tables=(), **settings):
    """A packet of ``claims`` and ``figures`` as :func:`ledger_of` takes them, with ``settings`` as :func:`packet_of` does."""
    return packet_of(ledger_of(claims, figures, **dict(tables)), **settings)


def altered(ledger, figures, **tables):
    """``ledger`` with other figures and, if given, other ``tables``."""
    return replace(ledger, tables=ledger.tables | {"figures": figures} | tables)


def unprinted(packet):
    """``packet`` without what its documents printed: everything is computed."""
    tables = {name: table for name, table in packet.ledger.tables.items() if name != "published"}
    return replace(packet, ledger=replace(packet.ledger, tables=tables))


def with_city(packet, **city):
    """``packet`` of a city with other settings."""
    return replace(packet, city=packet.city.model_copy(update=city))
