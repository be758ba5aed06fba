"""What changed since the meeting before."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from helpers import measures, sentences, tables
from helpers.errors import DeskError
from helpers.measures.changes import changes
from helpers.packet import Packet
from helpers.params import ROOT
from tests import exhibits, town
from tests.by_hand import CHILD, lacking
from tests.measures.packets import amounts, figure, packet

LAST = dt.date(2024, 10, 31)


@pytest.fixture
def desk(tmp_path):
    """川辺市 with two meetings."""
    return town.meet_before(town.make(tmp_path))


def opened(desk, meeting=town.MEETING):
    return Packet.open(town.CITY, meeting, root=desk)


def test_the_meeting_before_sees_the_same_data_a_year_earlier(desk):
    one = opened(desk)
    before = measures.previous(one)
    assert (before.date, before.as_of, before.meeting.settled_year) == (
        dt.date(2025, 1, 20),
        dt.date(2024, 10, 31),
        2023,
    )
    assert before.ledger is one.ledger


def test_the_newest_of_those_before_or_the_one_that_is_named(desk):
    folder = desk / "params" / town.CITY
    older = (folder / f"{town.BEFORE}.yaml").read_text(encoding="utf-8")
    for day in ("2024-06-01", "2026-06-01"):
        (folder / f"{day}.yaml").write_text(older, encoding="utf-8")
    one = opened(desk)
    asked = [measures.previous(one, against).date.isoformat() for against in ("", "2024-06-01", "2026-06-01")]
    assert asked == [town.BEFORE, "2024-06-01", "2026-06-01"]


def test_a_first_meeting_has_none_before_it(desk):
    said = lacking(lambda: tables.changed_counts(opened(desk, town.BEFORE)))
    assert said.startswith(f"params/{town.CITY}/ に、{town.BEFORE} より前の会議の YAML がありません。")
    assert "二回目の会議から" in said


@pytest.mark.parametrize(("against", "code"), [(town.MEETING, "params"), ("2020-01-01", "unknown-meeting")])
def test_it_is_compared_with_another_meeting_that_there_is(desk, against, code):
    with pytest.raises(DeskError) as caught:
        measures.previous(opened(desk), against)
    assert caught.value.code == code


def test_what_is_over_the_threshold_goes_first_then_all_claims_then_what_is_owed():
    rows = measures.since(exhibits.second()).figures
    first, *others = measures.foremost(rows, len(rows))
    assert (first.known.claim, first.known.measure, first.worse) == (CHILD, "collection_rate", True)
    assert {row.known.claim for row in others[:10]} == {"all"}
    owed = [abs(row.change) for row in others[10:] if row.known.measure == "outstanding"]
    assert owed == sorted(owed, reverse=True) and others[10].known.measure == "outstanding"
    assert len(measures.foremost(rows, 3)) == 3


def test_what_is_left_out_is_counted():
    table = tables.changed(exhibits.second(), "figures")
    rows = measures.since(exhibits.second()).figures
    assert len(table.rows) == 20
    assert f"ほかに変わったものが {len(rows) - 20} 件ある。" in table.notes[-1]
    assert len(tables.changed(exhibits.second(), "targets").notes) == 1  # all of them


def test_a_plan_of_last_year_is_not_new():
    """Both meetings know it: the one before as its own, this one as last year's."""
    told = [(row["name"], row["kind"]) for row in tables.changed(exhibits.second(), "initiatives").rows]
    assert told == [("市税", "予定 書き換わった"), ("給食費", "予定 加わった")]


def test_a_claim_of_which_only_one_meeting_has_results():
    claims = {"tax": "財務局", "care": "福祉局", "meals": "福祉局"}
    rows = [*amounts("tax", 9, 8, 1), *amounts("tax", 9, 8, 1, day=LAST)]
    rows += [*amounts("care", 9, 8, 1), *amounts("meals", 9, 8, 1, day=LAST)]
    rows.append(figure("care", "outstanding", 1, year=2024, kind="target"))  # a target alone is no result
    new = packet(claims, rows)
    old = replace(packet(claims, rows, as_of=LAST, fiscal_year=2024, settled_year=2023), date=dt.date(2025, 1, 20))
    assert [(row.claim, row.old is None, row.new is None) for row in changes(new, old).claims] == [
        ("meals", False, True), ("care", True, False),
    ]  # fmt: skip


def test_what_did_not_change_is_not_shown():
    assert tables.changed(exhibits.second(), "verdicts") is None
    assert tables.changed(exhibits.second(), "claims") is None


def test_only_what_there_is_can_be_asked_for():
    with pytest.raises(DeskError, match="figures、targets、verdicts、claims、initiatives"):
        tables.changed(exhibits.second(), "figure")


def test_nothing_changed_is_said(desk):
    folder = desk / "params" / town.CITY
    (folder / f"{town.BEFORE}.yaml").write_bytes((folder / f"{town.MEETING}.yaml").read_bytes())
    assert sentences.changed(opened(desk)).sentences[1] == "変わったものはない。"


def test_the_notebook_works_where_there_are_two_meetings(desk, monkeypatch):
    monkeypatch.setenv("DESK", str(desk))
    names, shown = {}, []
    for cell in json.loads((ROOT / "notebooks/changes.ipynb").read_text(encoding="utf-8"))["cells"][1:]:
        source = "".join(cell["source"])
        if source.startswith(("tables.", "sentences.")):
            shown.append(eval(source, names))
        else:
            exec(source, names)  # noqa: S102
        if "parameters" in cell["metadata"].get("tags", []):
            names["city"] = town.CITY
    assert [part is not None for part in shown] == [True, True, True, True, False, False, False]
