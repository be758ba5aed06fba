"""The analyst's manual: what Shift+Tab and Tab show in a notebook, of all that a notebook may call."""

import inspect
import re
import textwrap
from dataclasses import replace

import pytest
import seaborn
from IPython.core.completer import IPCompleter, provisionalcompleter
from matplotlib import pyplot

import helpers
from helpers import action_sheets, charts, measures, parts, sentences, tables
from helpers.charts.chart import Chart
from helpers.packet import Packet
from helpers.prose import Prose
from helpers.tables.table import Table
from tests import exhibits
from tests.accounts import without_day

ROOMS = {room.__name__.rpartition(".")[2]: room for room in (tables, charts, sentences, measures, action_sheets, parts)}
CALLS = {f"{name}.{call}": getattr(room, call) for name, room in ROOMS.items() for call in dir(room)}
# What an example of needs no made-up packet, or has a test of its own.
OTHERS = {
    "helpers.preview": helpers.preview,
    "Packet.open": Packet.open,
    "packet.frame": Packet.frame,
    "table.frame": Table.frame,
    "rows.frame": measures.Rows.frame,
}
# Of which made-up packet a module's examples are; what is not listed is of a year of claims.
_OF = {
    exhibits.kawabe: (
        "agenda",
        "bridge",
        "cuts",
        "decision",
        "definitions",
        "headlines",
        "outstanding",
        "risks",
        "trend",
        "turned",
    ),
    exhibits.second: ("since",),
    exhibits.settled: ("movers", "settlement", "settlement_claims", "uncovered"),
    exhibits.nation: ("nation",),
    exhibits.planned: ("past_plan", "plan", "plan_targets", "scope"),
    exhibits.printed: ("audit",),
}
_PACKETS = {module: packet for packet, modules in _OF.items() for module in modules}
_A_YEARS = ("tables.common_policy", "tables.points", "charts.flow", "tables.aims")  # in modules of others


def packet_of(name):
    """The made-up packet that the example of ``name`` is about."""
    if name.startswith("action_sheets.past"):
        return replace(exhibits.planned(), ledger=replace(exhibits.planned().ledger, tables=_with_hearings()))
    if name == "parts.cuts":
        return exhibits.kawabe()
    if name == "parts.totals":
        return without_day(exhibits.settled())
    module = CALLS[name].__module__.rpartition(".")[2]
    return exhibits.year() if name in _A_YEARS else _PACKETS.get(module, exhibits.year)()


def _with_hearings():
    """The tables of the plan that ended, and what a section of it asks for beside them."""
    return exhibits.planned().ledger.tables | {"hearings": exhibits.year().ledger.tables["hearings"]}


def example_of(doc):
    return textwrap.dedent(re.search(r"例::\n\n(.*?)(?=\n\S|\Z)", inspect.cleandoc(doc), re.S)[1]).strip()


def given(example, packet):
    """What the last line of ``example`` gives, or shows."""
    shown = []
    names = {**ROOMS, "packet": packet, "display": lambda *parts: shown.extend(parts)}
    *before, last = example.splitlines()
    if last.startswith((" ", "display(")):
        exec(example, names)  # noqa: S102 (our own)
        return shown
    exec("\n".join(before), names)  # noqa: S102 (our own)
    return eval(last, names)


def promised(doc):
    """What ``doc`` says that its example gives: the columns, the picture's caption, the first sentence."""
    found = re.search(r"^(?:列|題|文の例): (.*(?:\n  .*)*)", inspect.cleandoc(doc), re.M)
    return found and found[1].replace("\n  ", "")


def told(result):
    """The same of what it gave. A year is ○年度, columns that differ in it are told once; money is 金額, in whatever unit."""
    if isinstance(result, Prose):
        return result.sentences[0]
    if isinstance(result, Chart):
        return _anywhere(result.caption)
    frame = result.frame() if isinstance(result, Table) else result
    units = frame.attrs["units"]
    return "、".join(dict.fromkeys(_anywhere(name + (f"({units[name]})" if units.get(name) else "")) for name in frame))


def _anywhere(text):
    """``text`` as it would be in another city and year."""
    return re.sub(
        r"(?<=[(（])(千円|百万円|億円)(?=[)）])", "金額", re.sub(r"令和\d+年度|R\d+|(?<=_)20\d\d", "○年度", text)
    )


@pytest.mark.parametrize("name", [*CALLS, *OTHERS])
def test_what_a_notebook_may_call_explains_itself_in_japanese(name):
    """A first line that says what it gives, and a call to copy."""
    doc = (CALLS | OTHERS)[name].__doc__
    first, empty, *_ = inspect.cleandoc(doc).splitlines()
    assert re.search("[ぁ-ん]", first) and first.endswith("。") and empty == ""
    assert name.rpartition(".")[2] in example_of(doc)


@pytest.mark.parametrize("name", [name for name in CALLS if not name.endswith(".own") and name != "tables.comparison"])
def test_the_example_runs_and_gives_what_is_promised(name):
    doc = CALLS[name].__doc__
    result = given(example_of(doc), packet_of(name))
    if name.startswith(("action_sheets.", "parts.")):
        assert {type(part).__name__ for part in result} >= {"Heading", "Table"}
    else:
        assert promised(doc) == told(result)


def test_what_compares_cities_gives_what_is_promised():
    assert promised(tables.comparison.__doc__) == told(exhibits.compared())


@pytest.mark.parametrize("name", ["tables.own", "charts.own", "packet.frame", "table.frame", "rows.frame"])
def test_own_figures_and_frames_as_in_their_examples(name):
    example = example_of((CALLS | OTHERS)[name].__doc__)
    names = {**ROOMS, "packet": exhibits.kawabe(), "sns": seaborn}
    exec("\n".join(example.splitlines()[:-1]), names)  # noqa: S102 (our own)
    result = eval(example.splitlines()[-1], names)
    pyplot.close("all")
    assert type(result).__name__ == {"tables.own": "Table", "charts.own": "_Own", "packet.frame": "DataFrame"}.get(
        name, "Axes"
    )


@pytest.mark.parametrize("name", [*ROOMS, "helpers"])
@pytest.mark.parametrize("jedi", [True, False])
def test_tab_offers_what_a_notebook_may_call_and_nothing_else(name, jedi):
    completer = IPCompleter(namespace={**ROOMS, "helpers": helpers}, use_jedi=jedi)
    with provisionalcompleter():
        offered = {found.text.removeprefix(".") for found in completer.completions(f"{name}.", len(name) + 1)}
    assert offered == set(dir(ROOMS.get(name, helpers)))
    if name != "helpers":
        assert all(inspect.isfunction(getattr(ROOMS[name], call)) for call in offered)
