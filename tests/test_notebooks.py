"""Every notebook with every city: it works, or it ends in one sentence that says what is missing."""

import json
import warnings

import matplotlib.pyplot as plt
import pytest

from helpers import params
from helpers.errors import DeskError
from helpers.params import ROOT
from helpers.services import rates
from tests.nation import desk as nation

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(autouse=True)
def _no_figure_is_left_open():
    """Figures of a notebook, drawn here, are no affair of the sections that later tests fork."""
    yield
    plt.close("all")


def run(path, city):
    """Run the cells of a notebook as they are, but for the city."""
    names = {"display": lambda *_: None}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)  # noqa: S102 (our own notebooks)
            if "parameters" in cell["metadata"].get("tags", []):
                names["city"] = city


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """A desk of a few made-up municipalities, with the table of their rates."""
    made = tmp_path_factory.mktemp("country") / "desk"
    nation.make(made, 6)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK", str(made))
        rates.run()
    return made


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_works_with_a_city_or_says_in_one_sentence_what_is_missing(path, country, monkeypatch):
    if path.stem == "nation":  # the four cities are too few, and none is like another
        monkeypatch.setenv("DESK", str(country))
    worked = []
    for city in params.cities():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                run(path, city)
        except DeskError as error:
            assert error.message.startswith(("data/", "params/", "表「")) and "\n" not in str(error)
        else:
            worked.append(city)
    # No city has two meetings yet: what changed between them is shown by 川辺市 (tests/measures/test_previous).
    assert worked or path.stem == "changes", "no city has what this notebook needs"
