"""Every section of every packet, in a forked process and in a kernel of papermill's own: the same, cell by cell."""

import json

import pytest
from jupyter_client.provisioning import local_provisioner

from helpers import params
from helpers.packet import Packet
from helpers.params import ROOT
from helpers.press import execute, worker
from helpers.services.report import document_of
from tests import forked


@pytest.mark.parametrize("city", params.cities(ROOT))
def test_both_engines_give_the_same_packet(city, tmp_path, monkeypatch):
    """The kernels of 狛江市's packet start as Python does, those of the others with their libraries loaded."""
    forked.load()
    if city != "komae":
        monkeypatch.setattr(local_provisioner, "launch_kernel", forked.ForkedKernel)
    document = document_of(Packet.open(city))
    made = {}
    for engine in worker.ENGINES:
        monkeypatch.setenv("ENGINE", engine)
        assert execute.execute(document, ROOT, tmp_path / engine, lambda *_: None) == {}
        made[engine] = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in (tmp_path / engine).glob("*.ipynb")}
    quick, plain = (made[engine] for engine in worker.ENGINES)
    assert set(quick) == set(plain) == {section.notebook for section in document.chapters}
    for name, notebook in quick.items():
        for number, (one, other) in enumerate(zip(notebook["cells"], plain[name]["cells"], strict=True)):
            assert one == other, f"{name}, cell {number}"
        assert notebook["metadata"] == plain[name]["metadata"]
