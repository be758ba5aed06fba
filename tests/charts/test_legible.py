"""Every picture of the four packets, and of made-up packets that ask too much of a page, can be read on paper."""

import json

import pytest

from helpers import charts
from helpers.charts.chart import PLAIN, Chart, canvas
from helpers.packet import Packet
from helpers.params import ROOT
from tests.charts.extremes import PICTURES
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


@pytest.mark.parametrize("name", PICTURES)
def test_whatever_is_asked_of_a_page(name):
    assert faults(PICTURES[name]()) == []


def test_every_picture_is_asked_too_much():
    assert {name.split()[0] for name in PICTURES} | {"own"} == set(charts.__all__)  # an analyst's own: what he draws


def planted(draw):
    """What is found in a picture of one bar from 0 to 10 in which ``draw`` puts something wrong."""
    figure, axes = canvas(2)
    axes.barh(0, 10)
    axes.set_xlim(0, 20)
    draw(axes)
    return faults(Chart("fig-a", "題", "文", figure))


@pytest.mark.parametrize(
    ("draw", "found"),
    [
        (lambda axes: axes.text(12, 0, "値"), []),
        (lambda axes: axes.text(12, 0, "値", fontsize=6.9), ["'値' prints in 6.90 points"]),
        (lambda axes: axes.text(9.9, 0, "長い値"), ["'長い値' is crossed by the edge of a bar"]),
        (lambda axes: (axes.text(12, 0, "値"), axes.text(12.1, 0, "他")), ["'値' lies on '他'"]),
        (lambda axes: (axes.text(12, 0, "値"), axes.axvline(12.1)), ["'値' is crossed by a line"]),
        (lambda axes: (axes.text(12, 0, "値"), axes.plot([11, 13], [-0.4, 0.4])), ["'値' is crossed by a line"]),
        (lambda axes: (axes.text(12, 0, "値", bbox=PLAIN), axes.axvline(12.1, zorder=0)), []),  # hidden behind it
        (lambda axes: axes.text(12, 9, "値", in_layout=False), ["'値' lies outside of the picture"]),
        (lambda axes: axes.set_yticks([-0.2, 0.2], ["同じ", "同じ"]), ["'同じ' names two"]),
        (lambda axes: (axes.grid(axis="x"), axes.text(14.9, 0, "値")), ["'値' is crossed by a grid line"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(draw, found):
    assert planted(draw) == found
