"""``make rates``: the settled rates of all cities in one table."""

import csv
import os

import pytest

from helpers.errors import DeskError
from helpers.services import rates
from tests import accounts, town


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """川辺市 with its accounts, and 浜辺市, whose parameters are broken."""
    made = accounts.make(tmp_path)
    (made / "params/hamabe").mkdir()
    (made / "params/hamabe/city.yaml").write_text("name:\n", encoding="utf-8")
    monkeypatch.setenv("DESK", str(made))
    return made


def collected(desk):
    with (desk / "data/rates.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_city_that_cannot_be_read_is_named_and_stops_no_other(desk, capsys):
    rates.run()
    assert [row["claim"] for row in collected(desk)] == [
        "municipal_tax",
        "care_insurance",
        "child_care",
        "school_meals",
    ]
    assert collected(desk)[0] == {
        "city": town.CITY, "name": "川辺市", "prefecture": "", "claim": "municipal_tax", "segment": "current",
        "fiscal_year": "2024", "definition": "collected", "assessed": "1100000", "taken": "1001000",
        "last_assessed": "1000000", "last_taken": "900000", "source": f"data/{town.CITY}/figures.csv",
    }  # fmt: skip
    said = capsys.readouterr()
    assert "hamabe" in said.err and "1 団体、4 行" in said.out


def test_a_table_older_than_the_figures_is_late(desk):
    assert not rates.is_late()  # there is none
    rates.run()
    assert not rates.is_late()
    now = (desk / "data/rates.csv").stat().st_mtime_ns
    os.utime(desk / f"data/{town.CITY}/figures.csv", ns=(now + 1, now + 1))
    assert rates.is_late()


def test_where_no_rate_can_be_computed_nothing_is_written(desk):
    path = desk / f"params/{town.CITY}/city.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("rate_definition: collected", "rate_definition: as_published"),
        encoding="utf-8",
    )
    with pytest.raises(DeskError, match="計算できる市がありません"):
        rates.run()
    assert not (desk / "data/rates.csv").exists()
