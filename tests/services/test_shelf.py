"""The list of what stands: by prefecture, and without looking twice at what is as it was."""

import re
import shutil

import pytest

from helpers.services import index
from tests import town


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """川辺市 in 静岡県, 浜辺市 in 北海道, and 山辺市, which does not say; none of them built."""
    made = town.make(tmp_path, ["agenda"])
    (made / "build").mkdir()
    places = {
        "hamabe": ("浜辺市", "prefecture: 北海道\n"),
        "yamabe": ("山辺市", ""),
        town.CITY: ("川辺市", "prefecture: 静岡県\n"),
    }
    for city, (name, prefecture) in places.items():
        for kind in ("params", "data") if city != town.CITY else ():
            shutil.copytree(made / kind / town.CITY, made / kind / city)
        settings = town.CITY_YAML.replace("name: 川辺市\n", f"name: {name}\n{prefecture}")
        (made / f"params/{city}/city.yaml").write_text(settings, encoding="utf-8")
    monkeypatch.setenv("DESK", str(made))
    return made


def test_prefectures_stand_in_their_order(desk):
    index.write()
    page = (desk / "build/index.html").read_text(encoding="utf-8")
    assert re.findall("<h2>(.*?)</h2>", page) == ["目次", "北海道", "静岡県", "そのほか"]
    assert re.findall('<tr><th scope="row">(.*?)</th>', page) == ["浜辺市", "川辺市", "山辺市"]
    for anchor in re.findall('href="#(group-[0-9]+)"', page):
        assert f'id="{anchor}"' in page


def test_what_is_as_it_was_is_not_looked_at_again(desk, monkeypatch):
    index.write()
    before = (desk / "build/index.html").read_bytes()
    looked, look = [], index._entry
    monkeypatch.setattr(index, "_entry", lambda city, day: looked.append(city) or look(city, day))
    index.write()
    assert looked == [] and (desk / "build/index.html").read_bytes() == before
    path = desk / f"params/hamabe/{town.MEETING}.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: 川辺市", "title: 新しい題名", 1), encoding="utf-8")
    index.write()
    assert looked == ["hamabe"] and "新しい題名" in (desk / "build/index.html").read_text(encoding="utf-8")
    (desk / "build/.cache/shelf.json").write_text("{", encoding="utf-8")
    index.write()
    assert len(looked) == 4


def test_what_cannot_be_read_is_named_every_time(desk, capsys):
    (desk / "params/yamabe/city.yaml").write_text("name:\n", encoding="utf-8")
    for _ in range(2):
        index.write()
        assert "yamabe" in capsys.readouterr().err
    assert "山辺市" not in (desk / "build/index.html").read_text(encoding="utf-8")


def test_a_look_at_a_desk_where_nothing_was_built_leaves_nothing(desk, capsys):
    (desk / "build").rmdir()
    index.show()
    assert "未作成" in capsys.readouterr().out and not (desk / "build").exists()
