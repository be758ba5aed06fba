"""What the press is asked to print of a packet."""

from dataclasses import replace

import pytest

from helpers.packet import Packet
from helpers.services.report import document_of
from tests import town


@pytest.mark.parametrize(
    ("changes", "foot"),
    [
        ({}, "令和8年1月 川辺市 債権管理委員会"),
        ({"edition": "差替"}, "令和8年1月 川辺市 債権管理委員会（差替）"),
        ({"time": "10:00～11:00"}, "令和8年1月20日 川辺市 債権管理委員会"),
    ],
)
def test_the_foot_of_a_sheet_says_date_title_and_edition(tmp_path, changes, foot):
    packet = Packet.open(town.CITY, root=town.make(tmp_path))
    plain = {"title": "川辺市 債権管理委員会", "time": None, "edition": None}
    meeting = packet.meeting.model_copy(update=plain | changes)
    assert document_of(replace(packet, meeting=meeting)).running == foot
