"""All packets of a desk, and the index of what stands."""

import re
import shutil

from tests import town
from tests.conftest import run, without_own_scripts


def test_the_index_goes_on_past_a_failure_and_says_what_is_out_of_date(tmp_path):
    """One city broken: the others are built, the failure is told at the end, and the exit status is not zero."""
    desk = town.make(tmp_path, ("agenda", "trend"))
    for kind in ("params", "data"):
        shutil.copytree(desk / kind / town.CITY, desk / kind / "hamabe")
        shutil.copytree(desk / kind / town.CITY, desk / kind / "yamabe")
    (desk / f"params/yamabe/{town.MEETING}.yaml").write_text(town.meeting_yaml(["agenda"]), encoding="utf-8")
    for city, name in (("hamabe", "浜辺市"), ("yamabe", "山辺市")):
        path = desk / f"params/{city}/city.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("川辺市", name), encoding="utf-8")
    figures = desk / "data/hamabe/figures.csv"
    good = figures.read_text(encoding="utf-8-sig")
    figures.write_text(good.replace(",96.4,", ",▲96.4,", 1), encoding="utf-8-sig")
    done = run(desk, "reports")
    assert done.returncode == 1
    assert "1 件の会議資料を作れませんでした" in done.stderr and f"hamabe {town.MEETING}" in done.stderr
    assert re.search(r"data/hamabe/figures\.csv \d+行目 value", done.stderr)
    index = (desk / "build/index.html").read_text(encoding="utf-8")
    assert index.count("最新") == 2 and index.count("未作成") == 1
    assert re.findall('<tr><th scope="row">(.*?)</th>', index) == ["浜辺市", "川辺市", "山辺市"]
    assert "<h2>" not in index  # none of them names its prefecture
    for href in re.findall('href="([^"#]+)"', index):
        assert (desk / "build" / href).exists()
    assert "<script" not in without_own_scripts(index) and "http" not in index

    figures.write_text(good, encoding="utf-8-sig")
    notebook = desk / "notebooks/trend.ipynb"
    notebook.write_text(notebook.read_text(encoding="utf-8").replace("図の値は", "図の値を"), encoding="utf-8")
    hamabe, kawabe, yamabe = re.split(r"\n(?=\S)", run(desk, "list").stdout.strip())
    assert "[要更新" in kawabe and "[最新" in yamabe and "[未作成]" in hamabe
