"""What may have gone wrong where a figure cannot be true: the one slip of a hand that would explain it."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from helpers.audit.findings import Audit, Finding, Item
from helpers.audit.formulas import Key
from helpers.printed import EVERYTHING, LARGEST, Interval, Printed, kind_of, read

SHOWN = 3
_BY_CHANCE = 2


@dataclass(frozen=True)
class Slip:
    """``text`` says it in Japanese. ``mends``: how many mismatches it explains; ``rank``: how unusual such a slip is."""

    text: str
    mends: int
    rank: int


def likely(audit: Audit, finding: Finding) -> tuple[str, ...]:
    """The slips that fit best, in Japanese: each explains this mismatch and makes no other figure wrong.

    Only those that explain the most mismatches, the more usual first. Empty if no single slip explains it.
    """
    found = list(_copied(audit, finding))
    for suspect in (finding.item, *finding.terms):
        said, could = set(), _could(audit, finding.item.key, suspect)
        for rank, (kind, undo) in enumerate(_HANDS):
            for meant in undo(suspect.printed):
                mends = _mends(audit, finding.item.key, suspect.key, meant) if could(meant) else 0
                if mends and meant.value not in said:
                    said.add(meant.value)
                    found.append(Slip(f"{suspect.place} {suspect.printed} は {meant} か（{kind}）", mends, rank))
    most = max((slip.mends for slip in found), default=0)
    best = sorted((slip for slip in found if slip.mends == most), key=lambda slip: slip.rank)
    return (
        *_of_scale(audit, finding),
        *(
            slip.text + (f"。これで、ほか{slip.mends - 1}件の不一致もなくなる" if slip.mends > 1 else "")
            for slip in best[:SHOWN]
        ),
    )


def _of_scale(audit: Audit, finding: Finding) -> list[str]:
    """What the whole calculation, a hundred or a thousand times off, says of its formula or of a unit."""
    found = audit.judge(finding.item.key)[1].reach
    room = finding.item.printed.room
    endless = found.low.is_infinite() or found.high.is_infinite()
    if Decimal(0) in found or Decimal(0) in room or endless:
        return []

    def off_by(times: Decimal) -> bool:
        return room.touches(found * Interval.exactly(times))

    if "100" in finding.item.formula and off_by(Decimal("0.01")):
        return ["式の「* 100」は要らない。単位は自動で換算される"]
    if kind_of(finding.item.printed.unit) != "count" and any(off_by(Decimal(10) ** power) for power in (3, -3)):
        return ["計算のもとか結果の単位が1,000倍違うか（unit の列）"]
    return []


def _could(audit: Audit, wrong: Key, suspect: Item) -> Callable[[Printed], bool]:
    """A quick test whether a figure at ``suspect`` could explain ``wrong``: of a long sum only one term moves."""
    formula = audit.formulas[wrong]
    room = audit.items[wrong].printed.room
    if suspect.key == wrong:
        reach = audit.reach(wrong, {})
        return lambda meant: meant.room.touches(reach)
    match formula:
        case ast.Call(func=ast.Name(id="SUM"), args=[ast.Name() | ast.Attribute() | ast.Subscript()]):
            nothing = replace(suspect.printed, value=Decimal(0), interval=Interval.exactly(0))
            others = audit.reach(wrong, {suspect.key: nothing})
            return lambda meant: room.touches(others + meant.interval)
    return lambda meant: audit.possible(wrong, {suspect.key: meant})


def _mends(audit: Audit, wrong: Key, suspect: Key, meant: Printed) -> int:
    """How many mismatches go if ``meant`` stood at ``suspect``; 0 if ``wrong`` stays, or a right figure becomes wrong."""
    mended = 0
    for key in sorted(audit.users[suspect], key=lambda user: user != wrong):
        # Dividing by what may be zero would make any mismatch vanish.
        mismatch = not audit.possible(key, {suspect: meant}) or audit.reach(key, {suspect: meant}) == EVERYTHING
        if mismatch and (key == wrong or key not in audit.wrong):
            return 0
        mended += not mismatch and key in audit.wrong
    return mended


def _copied(audit: Audit, finding: Finding) -> Iterator[Slip]:
    """A figure taken from another year, row or column: left standing, written down, or computed with."""
    key, own = finding.item.key, finding.item.printed
    for kind, other in _neighbours(audit, key):
        taken = audit.items[other]
        if taken.printed.room == own.room and not _few(own):
            yield Slip(f"{finding.item.place} に{kind}（{taken.place} {taken.printed}）を書いたか", 1, 0)
    for term in finding.terms:
        for kind, other in _neighbours(audit, term.key):
            taken = audit.items[other].printed
            if taken.value is None or taken.bound:
                continue
            if taken.room == term.printed.room and not _few(taken):
                # What should stand there is not known; it can mend every mismatch that rests on it, unless others are right.
                if all(user in audit.wrong or audit.judge(user)[0] == "unchecked" for user in audit.users[term.key]):
                    mends = sum(user in audit.wrong for user in audit.users[term.key])
                    yield Slip(f"{term.place} {term.printed} は{kind}のままか", mends, 0)
            elif audit.possible(key, {term.key: taken}) and audit.reach(key, {term.key: taken}) != EVERYTHING:
                yield Slip(f"{term.place} の代わりに{kind}（{taken}）で計算したか", 1, 3)


def _few(printed: Printed) -> bool:
    """Whether a figure has so few digits that it equals its neighbour by chance."""
    return len(printed.value.as_tuple().digits) <= _BY_CHANCE


def _neighbours(audit: Audit, key: Key) -> Iterator[tuple[str, Key]]:
    """The same figure of the years, rows and columns beside ``key``, in the order of the document; of columns only those of one unit."""
    own = [k for k in audit.items if k.table == key.table]
    unit = audit.items[key].printed.unit
    year, row, column = ([getattr(k, name) for k in own] for name in ("fiscal_year", "row", "column"))
    if key.fiscal_year is not None:
        for kind, step in (("前年度の値", -1), ("翌年度の値", 1)):
            other = Key(key.table, key.row, key.column, key.fiscal_year + step)
            if other.fiscal_year in year and other in audit.items:
                yield kind, other
    for kind, names, make in (
        ("隣の行の値", list(dict.fromkeys(row)), lambda name: Key(key.table, name, key.column, key.fiscal_year)),
        ("隣の列の値", list(dict.fromkeys(column)), lambda name: Key(key.table, key.row, name, key.fiscal_year)),
    ):
        at = names.index(key.row if kind.startswith("隣の行") else key.column)
        for near in (at - 1, at + 1):
            other = audit.items.get(make(names[near])) if 0 <= near < len(names) else None
            if other and other.printed.unit == unit:
                yield kind, other.key


# What may have been meant where a hand slipped, the more usual slip first.


def _swapped(digits: str) -> Iterator[str]:
    for i in range(len(digits) - 1):
        if digits[i] != digits[i + 1]:
            yield digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]


def _mistyped(digits: str) -> Iterator[str]:
    for i, own in enumerate(digits):
        yield from (digits[:i] + digit + digits[i + 1 :] for digit in "0123456789" if digit != own)


def _dropped(digits: str) -> Iterator[str]:
    for i in range(len(digits) + 1):
        yield from (digits[:i] + digit + digits[i:] for digit in "0123456789")


def _doubled(digits: str) -> Iterator[str]:
    if len(digits) > 1:
        yield from (digits[:i] + digits[i + 1 :] for i in range(len(digits)))


def _by_digits(undo: Callable[[str], Iterator[str]]) -> Callable[[Printed], Iterator[Printed]]:
    def alternatives(printed: Printed) -> Iterator[Printed]:
        if printed.value is None or printed.bound or not any(map(str.isdigit, printed.text)):
            return
        size = abs(printed.value).scaleb(printed.decimals)
        for digits in dict.fromkeys(undo(f"{int(size):0{printed.decimals + 1}d}")):
            if digits.startswith("0") and len(digits) > printed.decimals + 1:
                continue  # nobody writes 07,822
            yield from _like(printed, Decimal(digits).scaleb(-printed.decimals), printed.value < 0)

    return alternatives


def _shifted(printed: Printed) -> Iterator[Printed]:
    for places in (1, -1, 3, -3):
        if printed.value and not printed.bound:
            meant = abs(printed.value).scaleb(places)
            if meant == meant.quantize(Decimal(1).scaleb(-printed.decimals)):
                yield from _like(printed, meant.quantize(Decimal(1).scaleb(-printed.decimals)), printed.value < 0)


def _turned(printed: Printed) -> Iterator[Printed]:
    # A plain amount has no sign that could be wrong.
    if printed.value and (printed.value < 0 or "+" in printed.text or kind_of(printed.unit) == "rate"):
        yield from _like(printed, abs(printed.value), printed.value > 0)


def _like(printed: Printed, size: Decimal, falls: bool) -> Iterator[Printed]:
    if size < LARGEST:
        text = f"{'▲' if falls else ''}{'約' if printed.about else ''}{size:,f}{printed.unit}"
        yield read(text, down=[kind_of(printed.unit)] if printed.down else [])


_HANDS: list[tuple[str, Callable[[Printed], Iterator[Printed]]]] = [
    ("桁の入れ替わり", _by_digits(_swapped)),
    ("桁のずれ", _shifted),
    ("符号の誤り", _turned),
    ("1桁の誤り", _by_digits(_mistyped)),
    ("桁の脱落", _by_digits(_dropped)),
    ("余分な桁", _by_digits(_doubled)),
]
