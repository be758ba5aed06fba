"""Lines summed: figures of claims, sums of what is left out, and that nothing is lost between them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from helpers.errors import DeskError, Fault
from helpers.intake.accounts import PARTS, Mapping
from helpers.intake.export import Amounts, Line
from helpers.terms import AMOUNT_NAMES, AMOUNTS

IMPORTED = "取込 "  # what the source of every imported row begins with
UNDECIDED = "未整理(対応付けの規則がない)"


@dataclass
class Sum:
    """Lines together."""

    lines: list[Line] = field(default_factory=list)

    @property
    def amounts(self) -> Amounts:
        """The sum of each amount that every line has, in the order of ``AMOUNTS``."""
        known = [name for name in AMOUNTS if all(name in line.amounts for line in self.lines)]
        return {name: sum((line.amounts[name] for line in self.lines), Decimal(0)) for name in known}

    @property
    def unit(self) -> str:
        return self.lines[0].unit

    @property
    def source(self) -> str:
        """取込 a.csv 12,15-18行、b.xlsx「歳入」3行."""
        rows: dict[str, list[int]] = defaultdict(list)
        for line in self.lines:
            rows[line.place].append(line.row)
        return IMPORTED + "、".join(f"{place} {ranges(sorted(own))}行" for place, own in rows.items())

    @property
    def files(self) -> str:
        return IMPORTED + "、".join(dict.fromkeys(line.place for line in self.lines))


def ranges(rows: list[int]) -> str:
    """12,15-18."""
    starts = [rows[0], *(b for a, b in pairwise(rows) if b != a + 1)]
    ends = [*(a for a, b in pairwise(rows) if b != a + 1), rows[-1]]
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in zip(starts, ends, strict=True))


@dataclass
class Sums:
    """The lines of an import, each in exactly one place."""

    claims: dict[tuple[int, str, str], Sum]  # year, claim, part
    excluded: dict[tuple[int, str, str], Sum]  # year, account, reason
    undecided: dict[tuple[int, str], Sum]  # year, account


def summed(lines: Iterable[Line], mapping: Mapping) -> Sums:
    """Every line where the rules put it. DeskError ``params`` where a claim would have a total beside its parts."""
    sums = Sums(defaultdict(Sum), defaultdict(Sum), defaultdict(Sum))
    for line in lines:
        outcome = mapping.outcome(line)
        if outcome is None:
            sums.undecided[line.year, line.account].lines.append(line)
        elif outcome.claim:
            sums.claims[line.year, outcome.claim, outcome.part].lines.append(line)
        else:
            sums.excluded[line.year, line.account, outcome.reason].lines.append(line)
    if faults := list(_mixed(sums)):
        raise DeskError("params", "accounts.csv の区分が、債権の中で食い違っています。", faults)
    return sums


def _mixed(sums: Sums) -> Iterator[Fault]:
    parts: dict[tuple[int, str], dict[str, Sum]] = defaultdict(dict)
    for (year, claim, part), own in sums.claims.items():
        parts[year, claim][part] = own
    for (year, claim), own in parts.items():
        if "total" in own and len(own) > 1:
            places = "、".join(f"{PARTS[part]}: {each.lines[0].name}({each.source})" for part, each in own.items())
            message = f"{year} 年度の「{claim}」に、計と、現年・滞納繰越の科目があります({places})。計を現年にするか、どれも計にしてください。"
            yield Fault("accounts.csv", message)


def notices(sums: Sums, title: Callable[[str], str]) -> Iterator[str]:
    """Claims of which less than nothing is owed, and claims that end."""
    for (year, claim, part), own in sums.claims.items():
        outstanding = own.amounts.get("outstanding", Decimal(0))
        if outstanding < 0:
            yield (
                f"{year} 年度 {title(claim)} {PARTS[part]}: 収入未済額が {outstanding:,f}{own.unit} で負です。"
                "調定の科目が、別の債権か除外になっていないか、確かめてください。"
            )
    years = {year for year, *_ in [*sums.claims, *sums.excluded, *sums.undecided]}
    present: dict[str, set[int]] = defaultdict(set)
    for year, claim, _ in sums.claims:
        present[claim].add(year)
    for claim, own in present.items():
        if lacking := sorted(years - own):
            yield f"{title(claim)}は、{'、'.join(map(str, lacking))} 年度の科目がありません。"


def reconciliation(lines: list[Line], sums: Sums) -> Iterator[tuple[int, list[tuple[str, int, Amounts]]]]:
    """For each year what the export holds, and where it is: 取込元 = 債権 + 除外 + 未整理, by amount.

    ArithmeticError if that does not hold: a line would be lost or counted twice.
    """
    for year in sorted({line.year for line in lines}):
        whole = Sum([line for line in lines if line.year == year])
        parts = {
            word: Sum([line for key, own in places.items() if key[0] == year for line in own.lines])
            for word, places in (("債権", sums.claims), ("除外", sums.excluded), ("未整理", sums.undecided))
        }
        for name, amount in whole.amounts.items():
            if amount != sum((part.amounts.get(name, Decimal(0)) for part in parts.values()), Decimal(0)):
                raise ArithmeticError(f"{year} {AMOUNT_NAMES[name]}")
        yield year, [(word, len(own.lines), own.amounts) for word, own in (("取込元", whole), *parts.items())]
