"""Every table, whole, against snapshots: what no other test says in words."""

import json

import pytest

from helpers import palette, tables, trace
from tests.exhibits import TABLES


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_as_it_was(snapshot, name):
    table = TABLES[name]()
    assert _short(table.markdown()) == snapshot(name="printed")
    assert "\n".join(_lines(table.resource())) == snapshot(name="data")


def _short(printed):
    """What is printed, without the styles that nearly every cell has."""
    for style, sign in (
        (f"text-align: center; font-weight: bold; background-color: {palette.HEAD}", ""),
        ("text-align: left", ""),
        ("text-align: right", " right"),
    ):
        printed = printed.replace(f' style="{style}"', sign)
    return printed.replace(' scope="col"', "").replace(' scope="row"', "")


def _lines(resource):
    """The data of a table, a line a field and a row."""
    fields, formats = resource["schema"]["fields"], resource["formats"]
    yield f"{resource['name']} {resource['title']}"
    yield from (json.dumps(field, ensure_ascii=False) for field in fields)
    yield from (json.dumps(row, ensure_ascii=False) for row in zip(resource["data"], formats, strict=True))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_with_figures_knows_the_rows_behind_them(name):
    trace.forget()  # what other tests have read
    table = TABLES[name]()
    # What changed lies between two states of the data: its rows were read as both were compared.
    assert table.sources or name.startswith("changed") or not any(column.number for column in table.columns)


@pytest.mark.parametrize("name", TABLES)
def test_a_difference_says_how_it_is_computed(name):
    fields = {field["name"]: field for field in TABLES[name]().resource()["schema"]["fields"]}
    signed = [column.name for column in TABLES[name]().columns if column.signed]
    assert [column for column in signed if not fields[column].get("formula")] == []


def test_no_table_is_forgotten():
    shown = {name.split()[0] for name in TABLES}
    assert shown | {"own"} == set(tables.__all__)  # an analyst's own: test_own
