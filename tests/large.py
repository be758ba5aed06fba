"""A made-up city as large as one asks for: to see how cost grows with claims and years."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from helpers.params import ROOT
from tests import town

BUREAUS = ("財務局", "福祉局", "建設局", "教育局", "環境局")
NOTEBOOKS = ("trend", "outstanding", "claims", "past_plan", "notes")


def make(desk: Path, claims: int, years: int) -> int:
    """Write the desk of a city with so many ``claims`` and so many settled ``years`` into ``desk``. Returns the rows of figures.csv."""
    data, parameters = desk / "data" / town.CITY, desk / "params" / town.CITY
    data.mkdir(parents=True)
    parameters.mkdir(parents=True)
    shutil.copytree(ROOT / "notebooks", desk / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    settings = town.CITY_YAML.partition("bureaus:")[0] + "bureaus:\n" + "".join(f"  - {bureau}\n" for bureau in BUREAUS)
    (parameters / "city.yaml").write_text(settings, encoding="utf-8")
    (parameters / f"{town.MEETING}.yaml").write_text(town.meeting_yaml(NOTEBOOKS), encoding="utf-8")
    names = [f"claim_{number}" for number in range(1, claims + 1)]
    town.write(
        desk / "data" / "catalogue.csv", ["claim,name,group,note", *(f"{name},債権{name[6:]},," for name in names)]
    )
    town.write(
        data / "claims.csv",
        [
            "claim,name,short_name,classes,bureau,division,section,collector_bureau,collector_section,part_of,source",
            *(
                f"{name},債権{name[6:]},債権{name[6:]},{kind},{BUREAUS[i * len(BUREAUS) // claims]},,課{i // 5 + 1},,,,一覧"
                for i, (name, kind) in enumerate(
                    zip(names, ["tax", "compulsory", "non_compulsory", "private"] * claims, strict=False)
                )
            ),
        ],
    )
    town.write(
        data / "numbers.csv",
        ["edition,number,claim,source", *(f"2025,{i},{name},一覧" for i, name in enumerate(names, start=1))],
    )
    figures = list(_figures(names, years))
    town.write(
        data / "figures.csv",
        ["fiscal_year,as_of,claim,segment,measure,item,group,kind,value,unit,approx,base_year,source", *figures],
    )
    town.write(
        data / "initiatives.csv",
        ["fiscal_year,stage,claim,segment,group,heading,text,tag,source", f"2024,done,{names[0]},,,,催告,,計画"],
    )
    town.write(
        data / "hearings.csv", ["fiscal_year,claim,number,role,text,source", f"2024,{names[0]},,issue,課題,計画"]
    )
    return len(figures)


def _figures(names: list[str], years: int) -> Iterator[str]:
    """What a year leaves unpaid is what the next one begins with, and parts make their totals: there is nothing to doubt."""
    chance = random.Random(len(names) * 100 + years)
    left = {year: {name: chance.randrange(20_000, 50_000) for name in names} for year in range(2024 - years, 2025)}
    days = {
        (segment, year, name): _day(
            chance, left[year - 1][name] if segment == "carried_over" else chance.randrange(20_000, 50_000)
        )
        for segment in ("carried_over", "current")
        for year in (2024, 2025)
        for name in names
    }
    for year in range(2025 - years, 2025):
        for name in names:
            rate = chance.randrange(9000, 9990)
            yield f"{year},,{name},current,collection_rate,,,actual,{rate // 100}.{rate % 100:02d},%,,,決算"
            yield f"{year},,{name},current,collection_rate,,,target,95.00,%,,,計画"
            yield f"{year},,{name},total,outstanding,,,actual,{left[year][name]},千円,,,決算"
            if year < 2024:
                yield f"{year},,{name},total,outstanding,,,target,{left[year][name] * 9 // 10},千円,,,計画"
        yield f"{year},,all,total,collection_rate,,,actual,95.{year % 10},%,,,決算"
        yield f"{year},,all,total,outstanding,,,actual,{sum(left[year].values())},千円,,,決算"
    for segment in ("carried_over", "current"):
        for year, day in ((2024, town.LAST), (2025, town.DAY)):
            own = {name: days[segment, year, name] for name in names}
            own["all"] = {measure: sum(amounts[measure] for amounts in own.values()) for measure in own[names[0]]}
            for name, amounts in own.items():
                for measure in ("assessed", "collected", "outstanding"):
                    yield f"{year},{day},{name},{segment},{measure},,,actual,{amounts[measure]},千円,,,資料"
                yield f"{year},,{name},{segment},outstanding,,,target,{amounts['target']},千円,,,資料"


def _day(chance: random.Random, assessed: int) -> dict[str, int]:
    collected = assessed * chance.randrange(10, 40) // 100
    outstanding = assessed - collected
    return {"assessed": assessed, "collected": collected, "outstanding": outstanding, "target": outstanding * 3 // 4}
