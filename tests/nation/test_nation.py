"""The made-up country: anchored in published figures, the same every time, and never among real cities."""

import hashlib
from functools import cache

import pytest

from helpers import ledger, params
from helpers.errors import DeskError
from helpers.notation import convert_money, round_half_up
from helpers.packet import Packet
from helpers.params import ROOT
from helpers.terms import PREFECTURES
from tests.nation import desk as nation
from tests.nation import kinds
from tests.nation.__main__ import main
from tests.nation.municipalities import MARK, YEARS, municipalities

NUMBER = 20
_SIX_TAXES = ("personal_inhabitant_tax", "corporate_inhabitant_tax", "fixed_asset_tax", "light_vehicle_tax", "tobacco_tax", "city_planning_tax")  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = tmp_path_factory.mktemp("nation") / "desk"
    nation.make(made, NUMBER)
    return made


@cache
def ledger_of(city):
    return ledger.load(city, ROOT, ("claims", "figures"))


def published(city, measure, **where):
    """The figure of a real city, by its source."""
    return ledger_of(city).value(measure=measure, item="", group="", **where)


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.claim)
def test_an_amount_is_a_published_one(kind):
    if kind.city == "saitama":
        where = {"fiscal_year": 2024, "as_of": "2024-10-31", "segment": "current"}
    else:
        year = 2020 if kind.claim == "school_lunch" else 2019
        where = {"fiscal_year": year, "as_of": "", "segment": "current" if kind.divided else "total"}
    claims = _SIX_TAXES if kind.claim == "municipal_tax" else (kind.claim,)
    found = [published(kind.city, "assessed", claim=claim, kind="actual", **where) for claim in claims]
    unit = "千円" if kind.city == "saitama" else "円"
    assert kind.amount == round_half_up(convert_money(sum(found), unit, "千円"), 0)


def test_the_size_of_the_largest_is_that_of_its_taxes():
    where = {"fiscal_year": 2024, "as_of": "2024-10-31", "segment": "current", "kind": "actual"}
    assert published("saitama", "assessed", claim="municipal_tax", **where) == kinds.MUNICIPAL_TAX["saitama"]
    assert max(place.size for place in municipalities(1741, 1)) <= 277_843_652 / 12_831_695


_SETTLED = {"as_of": "", "kind": "actual"}
_ESTIMATED = {"as_of": "", "kind": "estimate", "fiscal_year": 2025}


@pytest.mark.parametrize(
    ("rates", "city", "claim", "where"),
    [
        (kinds.TAX, "shizuoka", "municipal_tax", _ESTIMATED),
        (kinds.INSURANCE, "shizuoka", "national_health_insurance", _ESTIMATED),
        (kinds.PREMIUM, "shizuoka", "care_insurance", _ESTIMATED),
        (kinds.PREMIUM, "shizuoka", "late_elderly_medical", _ESTIMATED),
        (kinds.FEE, "shizuoka", "sewerage", _ESTIMATED),
        (kinds.FEE, "shizuoka", "shimizu_hospital", _ESTIMATED),
        (kinds.LOAN, "shizuoka", "single_parent_loans", _ESTIMATED),
        (kinds.TAX, "ube", "municipal_tax", _SETTLED | {"fiscal_year": 2023}),
        (kinds.INSURANCE, "ube", "national_health_insurance", _SETTLED | {"fiscal_year": 2023}),
        (kinds.FEE, "ube", "school_lunch", _SETTLED | {"fiscal_year": 2023}),
        (kinds.FEE, "ube", "sewerage_beneficiary", _SETTLED | {"fiscal_year": 2023}),
        (kinds.LOAN, "ube", "disaster_relief_loans", _SETTLED | {"fiscal_year": 2022}),
    ],
)
def test_published_rates_lie_in_those_of_their_group(rates, city, claim, where):
    found = {s: published(city, "collection_rate", claim=claim, segment=s, **where) for s in ("current", "carried_over")}  # fmt: skip
    assert rates.current[0] <= found["current"] <= rates.current[1]
    assert found["carried_over"] is None or rates.carried_over[0] <= found["carried_over"] <= rates.carried_over[1]


def test_a_desk_reads_without_a_doubt(desk):
    """As ``make check`` reads it: cells, identities, doubts."""
    packets = [Packet.open(city, "", desk) for city in params.cities(desk)]
    assert len(packets) == NUMBER
    assert all(MARK in packet.city.name for packet in packets) and len({p.city.name for p in packets}) == NUMBER
    order = [PREFECTURES.index(packet.city.prefecture) for packet in packets]
    assert order == sorted(order) and len(set(order)) > 10
    assert {packet.city.rate_definition for packet in packets} == {"collected", "collected_less_refund_due"}


def test_what_a_year_leaves_is_what_the_next_begins_with(desk):
    packet = Packet.open(params.cities(desk)[0], "", desk)
    tax = {"claim": "municipal_tax", "as_of": "", "item": ""}
    parts = [packet.ledger.value(**tax, fiscal_year=2022, segment=s, measure="outstanding") for s in ("current", "carried_over")]  # fmt: skip
    assert sum(parts) == packet.ledger.value(**tax, fiscal_year=2023, segment="carried_over", measure="assessed")


def test_a_large_country_has_some_of_everything():
    places = list(municipalities(1741, 1))
    assert {5, 40} & {len(place.kinds) for place in places} and min(len(place.kinds) for place in places) >= 5
    assert max(len(place.kinds) for place in places) <= 40
    for befallen in (
        [place for place in places if place.merged],
        [place for place in places if place.missing],
        [place for place in places if place.last_year < YEARS[-1]],
        [place for place in places if place.full_since > YEARS[0]],
    ):
        assert 0.01 < len(befallen) / len(places) < 0.1
    assert len({place.name for place in places}) == len({place.id for place in places}) == 1741


def digest(desk):
    files = sorted(path for path in desk.rglob("*") if path.is_file())
    text = b"".join(path.relative_to(desk).as_posix().encode() + path.read_bytes() for path in files)
    return hashlib.sha256(text).hexdigest()


def test_the_same_seed_gives_the_same_bytes(desk, tmp_path):
    nation.make(tmp_path / "again", NUMBER)
    nation.make(tmp_path / "other", NUMBER, seed=2)
    assert digest(tmp_path / "again") == digest(desk) != digest(tmp_path / "other")


def test_a_folder_that_holds_anything_is_refused(project, tmp_path, monkeypatch, capsys):
    before = digest(project)
    with pytest.raises(DeskError, match="本物の市と混ぜません"):
        nation.make(project, 3)
    assert digest(project) == before
    monkeypatch.delenv("DESK", raising=False)
    assert main(["3"]) == 1  # the clone's own
    monkeypatch.setenv("DESK", str(ROOT))
    assert main(["3"]) == 1
    monkeypatch.setenv("DESK", str(tmp_path / "none"))
    assert main(["0"]) == 1 and not (tmp_path / "none").exists()
    assert capsys.readouterr().err.count("エラー:") == 3
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("DESK", str(tmp_path / "empty"))
    assert main(["2"]) == 0 and len(params.cities(tmp_path / "empty")) == 2
