import shutil

import pytest

from helpers import tables
from helpers.errors import DeskError
from helpers.packet import Packet
from tests import accounts, town


def test_a_city_alone_has_nothing_to_compare_with(tmp_path):
    packet = Packet.open(town.CITY, root=town.make(tmp_path))
    with pytest.raises(DeskError, match="他市と比べられる債権がありません") as error:
        tables.comparison(packet)
    assert error.value.code == "missing-data"


def test_of_a_country_no_list_is_made(tmp_path):
    desk = town.make(tmp_path, ["agenda"])
    for number in range(61):
        (desk / f"params/town{number}").mkdir()
        (desk / f"params/town{number}/city.yaml").touch()
    with pytest.raises(DeskError, match=r"他市が 61 あり.*nation"):
        tables.comparison(Packet.open(town.CITY, root=desk))


@pytest.mark.parametrize(
    ("definition", "note"), [("collected", ""), ("collected_less_refund_due", "率の定義が違うため比べない")]
)
def test_rates_that_are_computed_in_two_ways_are_not_compared(tmp_path, definition, note):
    desk = accounts.make(tmp_path)
    for kind in ("params", "data"):
        shutil.copytree(desk / kind / town.CITY, desk / kind / "taigan")
    settings = desk / "params/taigan/city.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("rate_definition: collected", f"rate_definition: {definition}"),
        encoding="utf-8",
    )
    rows = tables.comparison(Packet.open(town.CITY, root=desk)).rows
    assert [row["note"] for row in rows[:2]] == ["（この市）", note]
    assert (rows[1]["gap"] is None) == bool(note)
