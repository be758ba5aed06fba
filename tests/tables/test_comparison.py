import pytest

from helpers import tables
from helpers.errors import DeskError
from helpers.packet import Packet
from tests import town


def test_a_city_alone_has_nothing_to_compare_with(tmp_path):
    packet = Packet.open(town.CITY, root=town.make(tmp_path))
    with pytest.raises(DeskError, match="他市と比べられる債権がありません") as error:
        tables.comparison(packet)
    assert error.value.code == "missing-data"
