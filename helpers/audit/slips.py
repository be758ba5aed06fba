"""What may have gone wrong where a figure cannot be true: the one slip of a hand that would explain it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from helpers.audit.book import Key
from helpers.audit.findings import Audit, Check, Finding, Item
from helpers.notation import decimals_of
from helpers.printed import EVERYTHING, LARGEST, Interval, Printed, kind_of, read

SHOWN = 3
NOT_SOUGHT = "誤りの候補は調べていない"
# Formulas that the search computes for all mismatches of a document together: about a second's work. It is counted and not timed,
# so that every machine finds the same.
BUDGET = 100_000
_BY_CHANCE = 2


@dataclass(frozen=True)
class Slip:
    """``text`` says it in Japanese. ``mends``: how many mismatches it explains; ``rank``: how unusual such a slip is."""

    text: str
    mends: int
    rank: int


class _Spent(Exception):
    """The budget is used up: what was found of a mismatch so far is not all there is, and not said."""


@dataclass
class _Work:
    """What is left of a budget."""

    left: int

    def count(self) -> None:
        """One formula more is computed. _Spent if that is one too many."""
        if not self.left:
            raise _Spent
        self.left -= 1


def likely(audit: Audit, finding: Finding) -> tuple[str, ...]:
    """The slips that fit best, in Japanese: each explains this mismatch and makes no other figure wrong.

    Only those that explain the most mismatches, the more usual first. Empty if no single slip explains it; NOT_SOUGHT where a document
    has more mismatches, or longer formulas, than can be searched: the mismatches of few terms are searched first.
    """
    if not audit.hints:
        work = _Work(BUDGET)
        for each in sorted(audit.of("mismatch"), key=lambda mismatch: len(mismatch.terms)):
            audit.hints[each.check] = (*_of_scale(audit, each), *_sought(audit, each, work), *_same_gap(audit, each))
    return audit.hints[finding.check]


def _sought(audit: Audit, finding: Finding, work: _Work) -> list[str]:
    try:
        found = [*_copied(audit, finding, work), *_by_hand(audit, finding, work)]
    except _Spent:
        return [NOT_SOUGHT]
    most = max((slip.mends for slip in found), default=0)
    best = sorted((slip for slip in found if slip.mends == most), key=lambda slip: slip.rank)
    return [
        slip.text + (f"。これで、ほか{slip.mends - 1}件の不一致もなくなる" if slip.mends > 1 else "")
        for slip in best[:SHOWN]
    ]


def _by_hand(audit: Audit, finding: Finding, work: _Work) -> Iterator[Slip]:
    """A hand that slipped in the figure or in one that it rests on."""
    for suspect in (finding.item, *finding.terms):
        tried: set[Decimal] = set()
        could = _could(audit, finding.check, suspect)
        for rank, (kind, undo) in enumerate(_HANDS):
            for value in undo(suspect.printed):
                if value in tried or abs(value) >= LARGEST:
                    continue
                tried.add(value)
                work.count()
                meant = _like(suspect.printed, value) if could(_about(suspect.printed, value)) else None
                if meant and (mends := _mends(audit, finding.check, suspect.key, meant, work)):
                    yield Slip(f"{suspect.place} {suspect.printed} は {meant} か（{kind}）", mends, rank)


def _of_scale(audit: Audit, finding: Finding) -> list[str]:
    """What the whole calculation, a hundred or a thousand times off, says of its formula or of a unit."""
    found = audit.judge(finding.check)[1].reach
    room = finding.item.printed.room
    endless = found.low.is_infinite() or found.high.is_infinite()
    if Decimal(0) in found or Decimal(0) in room or endless:
        return []

    def off_by(times: Decimal) -> bool:
        return room.touches(found * Interval.exactly(times))

    if "100" in finding.formula and off_by(Decimal("0.01")):
        return ["式の「* 100」は要らない。単位は自動で換算される"]
    if kind_of(finding.item.printed.unit) != "count" and any(off_by(Decimal(10) ** power) for power in (3, -3)):
        return ["計算のもとか結果の単位が1,000倍違うか（unit の列）"]
    return []


def _same_gap(audit: Audit, finding: Finding) -> list[str]:
    """The columns of its row that are off by the same amount: what one figure cannot explain, a row left out of all of them does."""
    own, gap = finding.item, finding.gap
    if gap is None or kind_of(own.printed.unit) != "amount" or len(gap.normalize().as_tuple().digits) <= _BY_CHANCE:
        return []
    alike = [
        other.item.key.column
        for other in audit.of("mismatch")
        if replace(other.item.key, column=own.key.column) == own.key
        and other.item.key != own.key
        and kind_of(other.item.printed.unit) == "amount"
        and other.gap is not None
        and other.gap * other.item.printed.scale == gap * own.printed.scale
    ]
    if not alike:
        return []
    return [
        f"{'、'.join(list(dict.fromkeys(alike))[:SHOWN])} も同じ額（{gap:+,f}{own.printed.unit}）だけ違う。内訳の行の漏れか重複か"
    ]


def _could(audit: Audit, wrong: Check, suspect: Item) -> Callable[[Interval], bool]:
    """A quick test whether amounts at ``suspect`` could explain ``wrong``."""
    if suspect.key == wrong.key:
        return audit.judge(wrong)[1].reach.touches
    room, move = audit.items[wrong.key].printed.room, audit.move(wrong, suspect.key)
    return lambda amounts: room.touches(move(amounts))


def _about(printed: Printed, value: Decimal) -> Interval:
    """No less than what ``value``, printed as ``printed`` is, can stand for: quick to tell, before it is read."""
    last = Decimal(1).scaleb(-min(printed.decimals, decimals_of(value)))
    room = max(last, abs(value) / 20) if printed.about else last
    return Interval((value - room) * printed.scale, (value + room) * printed.scale)


def _mends(audit: Audit, wrong: Check, suspect: Key, meant: Printed, work: _Work) -> int:
    """How many mismatches go if ``meant`` stood at ``suspect``; 0 if ``wrong`` stays, or a right figure becomes wrong."""
    mended = 0
    for check in sorted(audit.users[suspect], key=lambda user: user != wrong):
        work.count()
        own = check.key == suspect
        room = (meant if own else audit.items[check.key].printed).room
        reach = audit.judge(check)[1].reach if own else audit.move(check, suspect)(meant.interval)
        # Dividing by what may be zero would make any mismatch vanish.
        mismatch = not (room is None or room.touches(reach)) or reach == EVERYTHING
        if mismatch and (check == wrong or check not in audit.wrong):
            return 0
        mended += not mismatch and check in audit.wrong
    return mended


def _copied(audit: Audit, finding: Finding, work: _Work) -> Iterator[Slip]:
    """A figure taken from another year, row or column: left standing, written down, or computed with."""
    key, own = finding.item.key, finding.item.printed
    for kind, other in _neighbours(audit, key):
        taken = audit.items[other]
        if taken.printed.room == own.room and not _few(own):
            yield Slip(f"{finding.item.place} に{kind}（{taken.place} {taken.printed}）を書いたか", 1, 0)
    for term in finding.terms:
        for kind, other in _neighbours(audit, term.key):
            work.count()
            taken = audit.items[other].printed
            if taken.value is None or taken.bound or kind_of(taken.unit) != kind_of(term.printed.unit):
                continue
            if taken.room == term.printed.room and not _few(taken):
                # What should stand there is not known; it can mend every mismatch that rests on it, unless others are right.
                if all(user in audit.wrong or audit.judge(user)[0] == "unchecked" for user in audit.users[term.key]):
                    mends = sum(user in audit.wrong for user in audit.users[term.key])
                    yield Slip(f"{term.place} {term.printed} は{kind}のままか", mends, 0)
                continue
            reach = audit.move(finding.check, term.key)(taken.interval)
            if own.room.touches(reach) and reach != EVERYTHING:
                yield Slip(f"{term.place} の代わりに{kind}（{taken}）で計算したか", 1, 3)


def _few(printed: Printed) -> bool:
    """Whether a figure has so few digits that it equals its neighbour by chance."""
    return len(printed.value.as_tuple().digits) <= _BY_CHANCE


def _neighbours(audit: Audit, key: Key) -> Iterator[tuple[str, Key]]:
    """The same figure of the years, rows and columns beside ``key``, in the order of the document; of columns only those of one unit."""
    unit = audit.items[key].printed.unit
    if key.fiscal_year is not None:
        for kind, step in (("前年度の値", -1), ("翌年度の値", 1)):
            if (other := replace(key, fiscal_year=key.fiscal_year + step)) in audit.items:
                yield kind, other
    for kind, name in (("隣の行の値", "row"), ("隣の列の値", "column")):
        for near in audit.beside[key.table, name, getattr(key, name)]:
            other = audit.items.get(replace(key, **{name: near}))
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


def _by_digits(undo: Callable[[str], Iterator[str]], printed: Printed) -> Iterator[Decimal]:
    if printed.value is None or printed.bound or not any(map(str.isdigit, printed.text)):
        return
    size = abs(printed.value).scaleb(printed.decimals)
    for digits in undo(f"{int(size):0{printed.decimals + 1}d}"):
        if digits.startswith("0") and len(digits) > printed.decimals + 1:
            continue  # nobody writes 07,822
        meant = Decimal(digits).scaleb(-printed.decimals)
        yield meant.copy_negate() if printed.value < 0 else meant


def _shifted(printed: Printed) -> Iterator[Decimal]:
    for places in (1, -1, 3, -3, 2, -2):
        if printed.value and not printed.bound:
            meant = printed.value.scaleb(places)
            if abs(places) == 2 and kind_of(printed.unit) == "rate":
                yield meant  # a share for per cent, or per cent of per cent: the same digits
                continue
            rounded = meant.quantize(Decimal(1).scaleb(-printed.decimals))
            if meant == rounded:
                yield rounded


def _turned(printed: Printed) -> Iterator[Decimal]:
    # A plain amount has no sign that could be wrong.
    if printed.value and (printed.value < 0 or "+" in printed.text or kind_of(printed.unit) == "rate"):
        yield printed.value.copy_negate()


def _like(printed: Printed, value: Decimal) -> Printed:
    """``value`` printed as ``printed`` is."""
    text = f"{'▲' if value.is_signed() else ''}{'約' if printed.about else ''}{abs(value):,f}{printed.unit}"
    return read(text, down=[kind_of(printed.unit)] if printed.down else [])


# The hands that slip, as what undoes them: from a printed figure to the values that may have been meant.
_HANDS: list[tuple[str, Callable[[Printed], Iterator[Decimal]]]] = [
    ("桁の入れ替わり", partial(_by_digits, _swapped)),
    ("桁のずれ", _shifted),
    ("符号の誤り", _turned),
    ("1桁の誤り", partial(_by_digits, _mistyped)),
    ("桁の脱落", partial(_by_digits, _dropped)),
    ("余分な桁", partial(_by_digits, _doubled)),
]
