"""A copy of a desk for the public: what is secret is not in it, and what is left is as it was."""

import re
import shutil
from decimal import Decimal

import pytest

from helpers import params
from helpers.errors import DeskError
from helpers.packet import Packet
from helpers.publish import publish
from tests import town
from tests.publish import town_open

SECTIONS = ("agenda", "initiatives", "audit", "progress", "notes")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return town_open.make(tmp_path_factory.mktemp("open") / "desk", SECTIONS)


@pytest.fixture(scope="module")
def copy(desk, tmp_path_factory):
    """The desk of the town as it is for the public."""
    made = tmp_path_factory.mktemp("public") / "desk"
    shutil.copytree(desk, made)
    (made / "data/elsewhere").mkdir()
    (made / "data/elsewhere/members.csv").write_text(town_open.NAMES[0], encoding="utf-8")
    (made / f"params/{town.CITY}/accounts.csv").write_text(town_open.REMARKS[0], encoding="utf-8")
    publish(made, town.CITY, town.MEETING)
    return made


@pytest.fixture(scope="module")
def before(desk):
    return Packet.open(town.CITY, town.MEETING, desk)


@pytest.fixture(scope="module")
def after(copy):
    return Packet.open(town.CITY, town.MEETING, copy)


def withheld(before, after):
    """Rows of figures.csv whose number is not in the copy, with what it was."""
    old, new = before.ledger["figures"], after.ledger["figures"]
    return old[[value.is_nan() for value in new["value"]]]


def secrets(before, after):
    """Every text and number that must not be found anywhere, as it could be written."""
    numbers = set(withheld(before, after)["value"])
    return [*town_open.NAMES, *town_open.REMARKS, *(text for number in numbers for text in written(number))]


def written(number: Decimal):
    plain = f"{number:f}"
    whole, _, places = plain.partition(".")
    grouped = f"{int(whole):,}" + (f".{places}" if places else "")
    return plain, grouped, plain.translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def test_nothing_secret_is_in_the_copy(copy, before, after):
    looked_for = secrets(before, after)
    assert len(looked_for) > 30
    for path in (path for path in copy.rglob("*") if path.is_file() and path.suffix in (".csv", ".yaml", "")):
        text = path.read_text(encoding="utf-8-sig")
        assert [secret for secret in looked_for if secret in text] == [], path


def test_small_counts_go_and_the_smallest_that_would_give_them_away(before, after):
    found = withheld(before, after)
    people = found[(found["item"] == "滞納者") & (found["kind"] == "actual")]
    # Two small ones, at the corners of a square of which the other two go; no total has to.
    assert set(zip(people["claim"], people["segment"], strict=True)) == {
        ("care_insurance", "carried_over"), ("care_insurance", "current"),
        ("child_care", "carried_over"), ("child_care", "current"),
    }  # fmt: skip
    others = found[(found["item"] != "滞納者") | (found["kind"] != "actual")]
    assert sorted(zip(others["item"], others["unit"], strict=True)) == [
        ("一人当たりの滞納額", "円/人"), ("分割の相談", "件"), ("滞納者", "%"), ("滞納者の割合", "%"),
    ]  # fmt: skip


def test_what_is_not_secret_is_as_it_was(before, after):
    old, new = before.ledger["figures"], after.ledger["figures"]
    kept = [not value.is_nan() for value in new["value"]]
    assert list(old["value"][kept]) == list(new["value"][kept]) and sum(kept) > 90
    for table in ("claims", "agenda", "meetings", "numbers"):
        columns = [name for name in before.ledger[table] if name != "audience"]
        assert before.ledger[table][columns].equals(after.ledger[table][columns])
    assert [s.notebook for s in before.meeting.sections] == list(SECTIONS)
    assert [s.notebook for s in after.meeting.sections] == [name for name in SECTIONS if name != "progress"]


def test_rows_tables_and_numbers_in_texts(after):
    assert len(after.ledger["members"]) == 0 and after.withholds("members")
    assert list(after.ledger["hearings"]["text"]) == ["対象者x人と、現年度分のx人に文書を送った", "口座振替を勧める"]
    assert list(after.ledger["initiatives"]["text"]) == ["x人に催告した"]
    assert after.withholds("hearings") and not after.withholds("agenda")
    assert list(after.ledger["published"]["figure"]) == ["x", "x", "x"]


def test_the_audit_of_what_is_withheld_says_nothing(before, after):
    assert before.audit.counts()["match"] == 1
    assert [(f.verdict, f.note, f.recomputed) for f in after.audit.findings] == [("unchecked", "秘匿した数値。", None)]
    assert before.audit.guessed and not after.audit.guessed


def test_a_copy_knows_that_it_is_one(before, after):
    assert (before.audience, after.audience) == ("committee", "public")
    assert not before.withholds("members")


def test_a_city_with_faults_is_empty_and_the_wanted_one_tells_them(desk, tmp_path):
    shutil.copytree(desk, tmp_path / "desk")
    for room in ("params", "data"):
        shutil.copytree(desk / room / town.CITY, tmp_path / "desk" / room / "other")
    broken = tmp_path / "desk/data/other/figures.csv"
    broken.write_text(broken.read_text(encoding="utf-8-sig").replace("483917", "四百"), encoding="utf-8")
    shutil.copytree(tmp_path / "desk", tmp_path / "again")
    publish(tmp_path / "desk", town.CITY, town.MEETING)
    assert not (tmp_path / "desk/data/other").exists()
    assert [path.read_text() for path in (tmp_path / "desk/params/other").iterdir()] == [""]
    assert Packet.open(town.CITY, "", tmp_path / "desk").others()[1] == ["other"]
    with pytest.raises(DeskError, match="誤りがあります"):
        publish(tmp_path / "again", "other", town.MEETING)


def test_a_packet_of_nothing_is_refused(desk, tmp_path):
    shutil.copytree(desk, tmp_path / "desk")
    path = tmp_path / f"desk/params/{town.CITY}/{town.MEETING}.yaml"
    text = path.read_text(encoding="utf-8").replace("    audience: committee\n", "")
    text = re.sub(r"(  - notebook: .*\n)", r"\1    audience: committee\n", text)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeskError, match="公開版に載せるものがありません"):
        publish(tmp_path / "desk", town.CITY, town.MEETING)


def test_texts_that_differ_in_a_number_alone_become_one_row(desk, tmp_path):
    shutil.copytree(desk, tmp_path / "desk")
    path = tmp_path / f"desk/data/{town.CITY}/initiatives.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    town.write(path, [*lines, lines[1].replace("612,204", "612,205")])
    publish(tmp_path / "desk", town.CITY, town.MEETING)
    packet = Packet.open(town.CITY, town.MEETING, tmp_path / "desk")
    assert list(packet.ledger["initiatives"]["text"]) == ["x人に催告した"]


@pytest.mark.parametrize("below", [1, 2, -1])
def test_a_bound_that_leaves_no_choice_is_refused(desk, tmp_path, below):
    shutil.copytree(desk / "params", tmp_path / "params")
    (tmp_path / "data").mkdir()
    path = tmp_path / f"params/{town.CITY}/city.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(str(town_open.BELOW), str(below)), encoding="utf-8")
    with pytest.raises(DeskError, match="counts_below"):
        params.load_city(town.CITY, tmp_path)


def test_what_real_cities_answered_to_doubts_and_the_files_of_imports_are_not_in_a_copy(tmp_path):
    for room in ("params", "data"):
        shutil.copytree(params.ROOT / room, tmp_path / room)
    reasons = [one.reason for city in params.cities(tmp_path) for one in params.load_city(city, tmp_path).acknowledged]
    publish(tmp_path)
    assert reasons and not list(tmp_path.glob("params/*/accounts.csv"))
    for path in tmp_path.glob("params/*/*.yaml"):
        assert [reason for reason in reasons if reason in path.read_text(encoding="utf-8")] == []
    packets = [Packet.open(city, "", tmp_path) for city in params.cities(tmp_path)]
    assert len(packets) == 4 and all(packet.audit is None or not packet.audit.guessed for packet in packets)
