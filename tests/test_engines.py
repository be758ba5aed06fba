"""Every section of every packet, in a forked process and in a kernel of papermill's own: the same, cell by cell. And every packet,
printed: no page breaks badly.
"""

import json

import pytest
from jupyter_client.provisioning import local_provisioner

from helpers import params
from helpers.packet import Packet
from helpers.params import ROOT
from helpers.press import assemble, execute, pages, render
from helpers.services.report import document_of
from tests import forked
from tests.shared import once


def executed(city, factory):
    """The folder of the city's sections, executed as ``make report`` does."""

    def execute_them(folder):
        assert execute.execute(document_of(Packet.open(city)), ROOT, folder, lambda *_: None) == {}

    return once(factory, f"executed-{city}", execute_them)


@pytest.mark.parametrize("city", params.cities(ROOT))
def test_no_page_of_a_packet_breaks_badly(city, tmp_path, tmp_path_factory):
    forked.load()
    document = document_of(Packet.open(city))
    packet = assemble.assemble(document, executed(city, tmp_path_factory), tmp_path)
    render.render(packet, render.Choice("embedded"), document.date)
    assert pages.examine(tmp_path / "report.pdf")[1] == []


@pytest.mark.parametrize("city", params.cities(ROOT))
def test_both_engines_give_the_same_packet(city, tmp_path, tmp_path_factory, monkeypatch):
    """The kernels of 狛江市's packet start as Python does, those of the others with their libraries loaded."""
    forked.load()
    if city != "komae":
        monkeypatch.setattr(local_provisioner, "launch_kernel", forked.ForkedKernel)
    document = document_of(Packet.open(city))
    monkeypatch.setenv("ENGINE", "plain")
    assert execute.execute(document, ROOT, tmp_path, lambda *_: None) == {}
    quick, plain = (
        {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.ipynb")}
        for folder in (executed(city, tmp_path_factory), tmp_path)
    )
    assert set(quick) == set(plain) == {section.notebook for section in document.chapters}
    for name, notebook in quick.items():
        for number, (one, other) in enumerate(zip(notebook["cells"], plain[name]["cells"], strict=True)):
            assert one == other, f"{name}, cell {number}"
        assert notebook["metadata"] == plain[name]["metadata"]
