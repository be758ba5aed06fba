import pytest

from helpers import params
from helpers.errors import DeskError
from tests import town

MEETING = "params/shizuoka/2026-06-03.yaml"


def edit(project, file, old, new):
    path = project / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("name", ["shizuok", "../shizuoka", "shizuoka; rm -rf /", "", "静岡"])
def test_a_city_is_a_known_name(name):
    with pytest.raises(DeskError) as caught:
        params.load_city(name)
    assert caught.value.code == "unknown-city"
    assert "shizuoka" in str(caught.value)


def test_a_city_is_known_without_a_list_of_all(project, monkeypatch):
    monkeypatch.setattr(params.folders, "cities", lambda root=None: pytest.fail("every city was looked for"))
    assert params.load_city("ube", project).prefecture == "山口県"


def test_the_nearest_meeting_is_named():
    with pytest.raises(DeskError, match="もしかして「2026-06-03」") as caught:
        params.load_meeting("shizuoka", "2026-06-30")
    assert caught.value.code == "unknown-meeting"


def test_no_meeting_means_the_latest(project):
    (project / "params/shizuoka/2026-10-05.yaml").write_text(
        (project / MEETING).read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert params.choose_meeting("shizuoka", "", project) == "2026-10-05"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("place: 市長公室", "plaec: 市長公室", ["plaec", "知らない項目", "もしかして「place」"]),
        ("body: 静岡市債権管理委員会\n", "", ["body", "必要な項目がありません"]),
        ("fiscal_year: 2026", "fiscal_year: 令和8", ["fiscal_year", "整数"]),
        ("fiscal_year: 2026", "fiscal_year: 1800", ["fiscal_year", "1927 以上"]),
        ("notebook: trend", "notebok: trend", ["sections.3.notebok", "もしかして「notebook」"]),
        ("notebook: trend", "notebook: trends", ["sections.3.notebook", "もしかして「trend」"]),
        ("notebook: trend", "notebook: agenda", ["sections.3.notebook", "二度"]),
        ("place: 市長公室", "place: 市長公室\nplace: 会議室", ["YAML として読めません"]),
        ("title: 令和8年度", "title: [令和8年度", ["YAML として読めません", "行目"]),
    ],
)
def test_a_wrong_parameter_is_named(project, old, new, said):
    edit(project, MEETING, old, new)
    with pytest.raises(DeskError) as caught:
        params.load_meeting("shizuoka", "2026-06-03", project)
    for words in [MEETING, *said]:
        assert words in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("minus: ▲", "minus: '-'", ["minus", "'▲'"]),
        ("decimals: 2", "decimals: '2'", ["decimals", "整数"]),
        (
            "decimals: 2",
            "decimals: 2\nthresholds:\n  worse_point: 3.0",
            ["thresholds.worse_point", "もしかして「worse_points」"],
        ),
        ("  tax: A（市税）", "  taxes: A（市税）", ["claim_classes.taxes"]),
    ],
)
def test_a_wrong_city_setting_is_named(project, old, new, said):
    edit(project, "params/shizuoka/city.yaml", old, new)
    with pytest.raises(DeskError) as caught:
        params.load_city("shizuoka", project)
    for words in said:
        assert words in str(caught.value)


def test_a_meeting_is_a_date(project):
    (project / MEETING).rename(project / "params/shizuoka/june.yaml")
    with pytest.raises(DeskError, match="会議の日付"):
        params.load_meeting("shizuoka", "june", project)


@pytest.mark.parametrize(
    ("day", "fits"), [("2026-05-31", True), ("2026-04-01", True), ("2026-06-01", False), ("2025-03-31", False)]
)
def test_a_day_of_the_closing_months_belongs_to_the_year_before(tmp_path, day, fits):
    """川辺市's meeting of 令和7年度: its accounts stay open until 31 May 2026."""
    path = town.make(tmp_path) / "params" / town.CITY / f"{town.MEETING}.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("as_of: 2025-10-31", f"as_of: {day}"), encoding="utf-8")
    if fits:
        assert params.load_meeting(town.CITY, town.MEETING, tmp_path).as_of.isoformat() == day
    else:
        with pytest.raises(DeskError, match=f"{day} は fiscal_year の 2025 年度の日ではありません"):
            params.load_meeting(town.CITY, town.MEETING, tmp_path)
