"""What a plan over several years needs, the comparison of cities, and the index of all packets."""

import json
import re
from dataclasses import replace
from decimal import Decimal as D

import pandas as pd
import pytest

from helpers import charts, measures, params, sentences, tables
from helpers.errors import DeskError
from helpers.packet import Packet
from helpers.params import ROOT

YEARS = range(2020, 2024)


@pytest.fixture(scope="module")
def ube():
    return Packet.open("ube", "2024-08-01")


TABLES = {
    "coverage": tables.coverage,
    "ranks": tables.ranks,
    "rates": lambda p: tables.plan_targets(p, "collection_rate", range(2021, 2024), range(2024, 2027)),
    "matrix": lambda p: tables.past_matrix(p, YEARS),
    "by-class": lambda p: tables.past_counts(p, YEARS, "class"),
    "claim": lambda p: tables.past_claim(p, "sewerage_beneficiary", YEARS),
    "comparison": tables.comparison,
    "trend": tables.trend,
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_as_it_was(ube, snapshot, name):
    assert TABLES[name](ube).markdown() == snapshot


def test_the_counts_are_those_of_the_matrix(ube):
    matrix = tables.past_matrix(ube, YEARS)
    signs = [row[key] for row in matrix.rows for key in row if key.startswith(("collection_rate", "outstanding"))]
    for by in ("class", "year"):
        *parts, total = tables.past_counts(ube, YEARS, by).rows
        for key, sign in (("met", "○"), ("missed", "×"), ("none", "-")):
            counted = sum(total[f"{measure}_{key}"] for measure in measures.PLAN_SEGMENTS)
            assert counted == signs.count(sign)
            assert counted == sum(part[f"{m}_{key}"] for part in parts for m in measures.PLAN_SEGMENTS)
    said = "".join(sentences.past_plan(ube, YEARS).sentences)
    assert "延べ57件のうち18件" in said and "延べ67件のうち30件" in said
    worst = max(row["missed"] for row in matrix.rows)
    assert all(f"「{row['name']}」" in said for row in matrix.rows if row["missed"] == worst)


def test_no_target_no_verdict(ube):
    rows = tables.past_claim(ube, "sewerage_beneficiary", YEARS).rows
    assert [row["collection_rate_met"] for row in rows] == ["達成", "目標なし", "目標なし", "目標なし"]


def test_a_year_is_called_an_estimate_until_its_settlement_differs(ube):
    ask, figures = ("outstanding", range(2021, 2024), range(2024, 2027)), ube.ledger["figures"]
    assert any("決算見込み" in note for note in tables.plan_targets(ube, *ask).notes)
    own = (figures["claim"] == "all") & (figures["fiscal_year"] == 2023) & (figures["kind"] == "estimate")
    settlement = figures[own & (figures["measure"] == "outstanding")].assign(kind="actual", value=D(2538000))
    tables_of = ube.ledger.tables | {"figures": pd.concat([settlement.set_axis([999]), figures])}
    grown = replace(ube, ledger=replace(ube.ledger, tables=tables_of))
    settled = tables.plan_targets(grown, *ask)
    assert settled.rows[-1]["result_2023"] == 2538000
    assert not any("決算見込み" in note for note in settled.notes)


def test_small_multiples_mark_each_verdict(ube):
    for measure in measures.PLAN_SEGMENTS:
        chart = charts.past_plan(ube, measure, YEARS)
        missed = sum(aim.met is False for aim in measures.past_targets(ube, YEARS) if aim.measure == measure)
        crosses = [line for axes in chart.figure.axes for line in axes.lines if line.get_marker() == "X"]
        assert len(crosses) == missed


def test_cities_are_compared_only_where_they_can_be(ube):
    table = tables.comparison(ube)
    for row in table.rows:
        if row["city"] != "宇部市":
            assert row["gap"] is None and row["note"].endswith("比べない")
    # Nothing can be compared yet: then there is no column of differences, and a note says why.
    assert "gap" not in [column.name for column in table.columns]
    assert any("差の欄はない" in note for note in table.notes)


def test_the_same_year_is_compared(ube, project):
    path = project / "data/shizuoka/figures.csv"
    line = "2023,,municipal_tax,current,collection_rate,,,actual,99.50,%,,,試験\n"
    text = path.read_text(encoding="utf-8-sig")
    # Leave 静岡市 nothing newer than FY2023.
    kept = [
        x for x in text.splitlines(keepends=True) if not re.match(r"202[56],,municipal_tax,current,collection_rate", x)
    ]
    path.write_text("".join(kept) + line, encoding="utf-8-sig")
    rows = tables.comparison(Packet.open("ube", root=project)).rows
    own = next(row for row in rows if row["city"] == "静岡市" and row["name"] == "市税")
    assert str(own["gap"]) == "0.33" and own["note"] == ""  # 99.50 − 99.17


def test_a_claim_outside_the_catalogue_is_refused(project):
    path = project / "data/catalogue.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("wholesale")), encoding="utf-8-sig")
    with pytest.raises(DeskError, match=r"「wholesale_market_fees」は data/catalogue\.csv にありません"):
        Packet.open("ube", root=project)


def test_every_city_opens():
    for city in params.cities():
        for meeting in params.meetings(city):
            assert Packet.open(city, meeting).meeting.sections


def test_no_city_stands_in_a_notebook_but_as_a_default():
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        text = notebook.read_text(encoding="utf-8")
        assert not re.search("静岡|さいたま|宇部", text)
        cells = json.loads(text)["cells"]
        beyond = [c for c in cells if "parameters" not in c["metadata"].get("tags", [])]
        assert not re.search("収納対策課|第[0-9]次|plan5", json.dumps(beyond, ensure_ascii=False))
