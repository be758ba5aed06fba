"""Every picture of the four packets, and of made-up packets that ask too much of a page, can be read on paper."""

import json

import pytest

from helpers.charts.chart import Chart
from helpers.packet import Packet
from helpers.params import ROOT
from tests.charts.legible import faults
from tests.exhibits import CHARTS

CITIES = {"shizuoka": 13, "saitama": 8, "ube": 5, "komae": 3}  # how many pictures a packet has


@pytest.fixture(scope="module")
def pictures():
    """City → the pictures that the notebooks of its latest meeting draw, in their order."""
    drawn: list[Chart] = []
    made = Chart.__init__

    def keep(chart, *args, **more):
        made(chart, *args, **more)
        drawn.append(chart)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Chart, "__init__", keep)
        found = {}
        for city in CITIES:
            packet = Packet.open(city)
            patch.setattr(Packet, "open", staticmethod(lambda *_, packet=packet: packet))
            for section in packet.meeting.sections:
                _run(section.notebook, {"display": lambda *_: None}, {"city": city, **section.parameters})
            patch.undo()
            patch.setattr(Chart, "__init__", keep)
            found[city], drawn[:] = list(drawn), []
    return found


def _run(notebook: str, names: dict, parameters: dict) -> None:
    """The code of a notebook that draws, with the parameters of its meeting."""
    cells = json.loads((ROOT / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    if any(room in source for source in sources for room in ("charts", "parts", "action_sheets")):
        for source in sources:
            exec(source, names)  # noqa: S102
            names |= {name: value for name, value in parameters.items() if name in names}


@pytest.mark.parametrize("city", CITIES)
def test_every_picture_of_a_packet_can_be_read_on_paper(pictures, city):
    assert len(pictures[city]) == CITIES[city]
    assert {chart.id: found for chart in pictures[city] if (found := faults(chart))} == {}


@pytest.mark.parametrize("name", CHARTS)
def test_so_can_those_of_the_made_up_city(name):
    assert faults(CHARTS[name]()) == []
