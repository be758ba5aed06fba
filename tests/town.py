"""A small made-up city on a desk of its own: 川辺市, four claims, three years. Tests damage it and build it."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from helpers.params import ROOT

CITY, MEETING = "kawabe", "2026-01-20"
BEFORE = "2025-01-20"  # a meeting that only some tests hold
DAY, LAST = "2025-10-31", "2024-10-31"

CITY_YAML = """\
name: 川辺市
units:
  table: 千円
  summary: 百万円
  sentence: 百万円
decimals: 1
minus: ▲
rate_definition: collected
thresholds:
  worse_points: 3.0
  better_points: 10.0
major: 1
claim_classes:
  tax: 強制徴収公債権
  compulsory: 強制徴収公債権
  non_compulsory: 非強制徴収公債権
  private: 私債権
bureaus:
  - 財務局
  - 福祉局
"""
# The title of a section; a notebook that is not listed here is its own title.
SECTIONS = {
    "agenda": "次第",
    "trend": "資料1 推移",
    "outstanding": "資料2 収入未済額の状況",
    "claims": "資料3 債権別の収入未済額",
    "notes": "凡例",
}
_MEETING_YAML = """\
title: 川辺市債権管理委員会 第2回
body: 川辺市債権管理委員会
time: 10:00～11:30
place: 第一会議室
fiscal_year: 2025
settled_year: 2024
as_of: 2025-10-31
sections:
{sections}source: 川辺市「第2回債権管理委員会」資料
"""


def meeting_yaml(notebooks: Iterable[str] = SECTIONS) -> str:
    """The parameters of the meeting, with a section for each of ``notebooks``."""
    lines = []
    for notebook in notebooks:
        lines.append(f"  - notebook: {notebook}\n    title: {SECTIONS.get(notebook, notebook)}\n")
        if notebook == "claims":
            lines.append("    notes:\n      - 数値は作り物である。\n")
    return _MEETING_YAML.format(sections="".join(lines))


MEETING_YAML = meeting_yaml()
# claim, name, class, bureau, section; carried-over 調定額 and 収入済額 of this year and last, likewise of the current year, 百万円.
CLAIMS = (
    ("municipal_tax", "市税", "tax", "財務局", "収納課", (4100, 1300), (4800, 1400), (88000, 51000), (86000, 49500)),
    (
        "care_insurance",
        "介護保険料",
        "compulsory",
        "福祉局",
        "介護課",
        (900, 210),
        (980, 240),
        (7600, 4100),
        (7400, 3900),
    ),
    ("child_care", "保育料", "non_compulsory", "福祉局", "保育課", (310, 40), (330, 80), (2100, 1250), (2050, 1190)),
    ("school_meals", "給食費", "private", "福祉局", "保育課", (120, 15), (110, 14), (1500, 930), (1480, 900)),
)
_SETTLED = ((2022, "95.2", 7010), (2023, "95.8", 6220), (2024, "96.4", 5430))  # 収納率, 収入未済額 in 百万円


def make(desk: Path, notebooks: Iterable[str] = SECTIONS) -> Path:
    """Write the desk of 川辺市 into the empty folder ``desk``, with the notebooks of this project, and a section for each of ``notebooks``.
    Returns it.
    """
    (desk / "params" / CITY).mkdir(parents=True)
    (desk / "data" / CITY).mkdir(parents=True)
    (desk / "params" / CITY / "city.yaml").write_text(CITY_YAML, encoding="utf-8")
    (desk / "params" / CITY / f"{MEETING}.yaml").write_text(meeting_yaml(notebooks), encoding="utf-8")
    shutil.copytree(ROOT / "notebooks", desk / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    write(desk / "data" / "catalogue.csv", ["claim,name,group,note", *(f"{c[0]},{c[1]},," for c in CLAIMS)])
    for table, lines in tables().items():
        write(desk / "data" / CITY / f"{table}.csv", lines)
    return desk


def meet_before(desk: Path) -> Path:
    """Give the desk of 川辺市 the meeting of a year earlier too, which looks at ``LAST``. Returns it."""
    earlier = MEETING_YAML.replace(DAY, LAST).replace("settled_year: 2024", "settled_year: 2023")
    earlier = earlier.replace("fiscal_year: 2025", "fiscal_year: 2024")
    (desk / "params" / CITY / f"{BEFORE}.yaml").write_text(earlier, encoding="utf-8")
    return desk


def write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig", newline="")


def tables() -> dict[str, list[str]]:
    """The tables of 川辺市 as lines of CSV."""
    return {
        "claims": [
            "claim,name,short_name,classes,bureau,division,section,collector_bureau,collector_section,part_of,source",
            *(f"{claim},{name},{name},{kind},{bureau},,{section},,,,一覧" for claim, name, kind, bureau, section, *_ in CLAIMS),
        ],
        "numbers": [
            "edition,number,claim,source",
            *(f"2025,{number},{claim[0]},一覧" for number, claim in zip(("強-1", "強-2", "非-1", "私-1"), CLAIMS, strict=True)),
        ],
        "figures": ["fiscal_year,as_of,claim,segment,measure,item,group,kind,value,unit,approx,base_year,source", *_figures()],
        "agenda": [
            "meeting,number,kind,title,material,pages,source",
            f"{MEETING},,,開会,,,次第",
            f"{MEETING},1,報告,収入未済額の状況,資料2,,次第",
        ],
        "members": ["as_of,role,post,name,source", "2025-04-01,委員長,副市長,川辺 一郎,名簿", "2025-04-01,委員,財務局長,山田 花子,名簿"],
        "meetings": ["meeting,round,month,content,source", f"{MEETING},3,2026-06,決算の見込み,次第"],
    }  # fmt: skip


def _figures() -> list[str]:
    lines = []
    for year, rate, amount in _SETTLED:
        lines.append(f"{year},,all,total,collection_rate,,,actual,{rate},%,,,推移")
        lines.append(f"{year},,all,total,outstanding,,,actual,{amount}000,千円,,,推移")
    claims = [(claim, *amounts) for claim, _, _, _, _, *amounts in CLAIMS]
    sums = [tuple(sum(claim[i][j] for claim in claims) for j in (0, 1)) for i in range(1, 5)]
    for claim, *amounts in [*claims, ("all", *sums)]:
        for segment, this, last in (("carried_over", *amounts[:2]), ("current", *amounts[2:])):
            for year, day, (assessed, collected) in ((2025, DAY, this), (2024, LAST, last)):
                known = {"assessed": assessed, "collected": collected, "outstanding": assessed - collected}
                lines += [f"{year},{day},{claim},{segment},{m},,,actual,{v}000,千円,,,資料3" for m, v in known.items()]
                target = (assessed - collected) * 750  # three quarters, in 千円
                lines.append(f"{year},,{claim},{segment},outstanding,,,target,{target},千円,,,資料3")
    return lines
