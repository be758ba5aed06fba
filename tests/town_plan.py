"""川辺市 with a plan that ended in FY2024 and one for FY2025 to FY2027, small enough to reckon by hand."""

from collections.abc import Sequence
from pathlib import Path

from helpers.packet import Packet
from tests import town

PAST = range(2022, 2025)
RESULTS, TARGETS = range(2022, 2025), range(2025, 2028)


def rate(claim: str, year: int, value: str, kind: str = "actual", segment: str = "current") -> str:
    """A line of figures.csv: a rate in %."""
    return f"{year},,{claim},{segment},collection_rate,,,{kind},{value},%,,,計画"


def amount(claim: str, year: int, value: int, kind: str = "actual", approx: str = "") -> str:
    """A line of figures.csv: an outstanding amount in 千円."""
    return f"{year},,{claim},total,outstanding,,,{kind},{value},千円,{approx},,計画"


# 市税 hits both targets of FY2022 exactly. 介護保険料 is estimated for FY2024, and has no target of its rate then. 保育料 left the
# plan after FY2022, 給食費 came after it.
FIGURES = (
    *(rate("municipal_tax", year, value) for year, value in zip(PAST, ("98.0", "98.1", "98.5"), strict=True)),
    *(rate("municipal_tax", year, value, "target") for year, value in zip(PAST, ("98.0", "98.2", "98.4"), strict=True)),
    *(amount("municipal_tax", year, value) for year, value in zip(PAST, (5000000, 4900000, 4500000), strict=True)),
    *(
        amount("municipal_tax", year, value, "target")
        for year, value in zip(PAST, (5000000, 4800000, 4600000), strict=True)
    ),
    rate("care_insurance", 2022, "89.0"),
    rate("care_insurance", 2022, "90.0", "target"),
    rate("care_insurance", 2023, "90.0"),
    rate("care_insurance", 2023, "91.0", "target"),
    rate("care_insurance", 2024, "92.0", "estimate"),
    amount("care_insurance", 2022, 910000),
    amount("care_insurance", 2022, 900000, "target"),
    amount("care_insurance", 2023, 870000),
    amount("care_insurance", 2023, 880000, "target"),
    amount("care_insurance", 2024, 850000, "estimate"),
    amount("care_insurance", 2024, 860000, "target"),
    rate("child_care", 2022, "95.0"),
    amount("child_care", 2022, 300000),
    amount("child_care", 2022, 310000, "target"),
    amount("child_care", 2023, 290000, "target"),
    rate("school_meals", 2024, "97.0"),
    amount("school_meals", 2024, 80000),
    amount("school_meals", 2024, 80000, "target"),
    *(rate("all", year, value) for year, value in ((2022, "96.1"), (2023, "96.4"))),
    rate("all", 2024, "97.0", "estimate"),
    *(rate("all", year, value, segment="total") for year, value in ((2022, "95.2"), (2023, "95.8"), (2024, "96.4"))),
    *(amount("all", year, value) for year, value in ((2022, 6210000), (2023, 5770000))),
    amount("all", 2024, 5430000, "estimate"),
)
AIMS = (
    *(
        rate("municipal_tax", year, value, "target")
        for year, value in zip(TARGETS, ("98.6", "98.7", "98.8"), strict=True)
    ),
    *(
        amount("municipal_tax", year, value, "target")
        for year, value in zip(TARGETS, (4300000, 4000000, 3600000), strict=True)
    ),
    *(rate("all", year, value, "target") for year, value in zip(TARGETS, ("97.3", "97.6", "97.9"), strict=True)),
    *(amount("all", year, value, "target") for year, value in zip(TARGETS, (5200000, 4800000, 4344000), strict=True)),
)
CUT = "2027,,all,total,share,縮減率,,target,{},%,,,計画"
PLANS = ("plan1,第1期,2020-04,2023-03,2022,,計画", "plan2,第2期,2023-04,2025-03,2024,実績,計画", "plan3,第3期,2025-04,2028-03,,案,計画")  # fmt: skip
# Not in the order of the city's claims.
INITIATIVES = tuple(
    f"{year},{stage},{claim},,,,{text},,計画"
    for year, stage, claim, text in (
        (2025, "planned", "care_insurance", "口座振替を勧める"),
        (2025, "planned", "municipal_tax", "財産を早く調べる"),
        (2025, "planned", "all", "研修を開く"),
        (2024, "planned", "child_care", "窓口で案内する"),
        (2025, "done", "school_meals", "督促する"),
    )
)


def opened(
    desk: Path,
    figures: Sequence[str] = (*FIGURES, *AIMS, CUT.format(20)),
    plans: Sequence[str] = PLANS,
    numbers: Sequence[str] = (),
) -> Packet:
    """The packet of 川辺市 on the empty folder ``desk``, with these lines of figures.csv, plans.csv, and more of numbers.csv."""
    town.make(desk)
    lines = town.tables()
    tables = {
        "figures": [lines["figures"][0], *figures],
        "numbers": [*lines["numbers"], *numbers],
        "plans": ["plan,name,start,end,fiscal_year,note,source", *plans],
        "initiatives": ["fiscal_year,stage,claim,segment,group,heading,text,tag,source", *INITIATIVES],
    }
    for name, content in tables.items():
        town.write(desk / "data" / town.CITY / f"{name}.csv", content)
    return Packet.open(town.CITY, root=desk)


def without(figures: Sequence[str], *lines: str) -> list[str]:
    """``figures`` less these lines, each of which must be among them."""
    assert set(lines) <= set(figures)
    return [line for line in figures if line not in lines]
