"""Formulas between printed figures, as ``published.csv`` declares them: ``C / C[-1] - 1``.

A name is a column of the figure's own row (and year); ``table.column`` is the same row of another table, ``table.row.column``
any figure. ``[-1]`` is the year before, ``[+1]`` the one after, ``[2024]`` that year. ``SUM(…)``, ``COUNT(…)`` and ``MEAN(…)`` run over the parts of the
row they name (``SUM(C)``: of the own row). A comparison counts 1 where it holds: ``SUM(過年.合計.E < 過年.合計.E[-1])``.

不納欠損額 and 還付未済額 are known to every formula: where the document does not print them they are anything from 0, or from 0 to the
term in brackets, ``還付未済額(B)``. MEAN is a mean whose weights are not printed: anything between the smallest and the largest.
"""

import ast
import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from helpers.audit.book import Book, FormulaError, Key
from helpers.audit.syntax import OVER_PARTS, dotted, unusable
from helpers.printed import EVERYTHING, Interval, kind_of

UNPRINTED = ("不納欠損額", "還付未済額")
_OPERATIONS: dict[type, Callable[[Interval, Interval], Interval]] = {
    ast.Add: Interval.__add__,
    ast.Sub: Interval.__sub__,
    ast.Mult: Interval.__mul__,
    ast.Div: Interval.__truediv__,
    ast.Lt: Interval.__lt__,
    ast.LtE: Interval.__le__,
    ast.Gt: Interval.__gt__,
    ast.GtE: Interval.__ge__,
}


@dataclass
class Result:
    """What a formula gives: for the amounts as printed, and for all amounts that the print allows.

    ``point`` is one number, but for the last of forty digits; None where a term has no number. ``lacking`` names what the document
    does not print; ``terms`` are the figures the formula rests on.
    """

    point: Interval | None
    reach: Interval
    terms: list[Key] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)


Move = Callable[[Interval], Interval]  # from what one figure stands for to what follows from it


@dataclass(frozen=True)
class Value:
    """Numbers, and how often money enters them: 1 for an amount, 0 for a rate or a count, None where nothing is printed.

    Where one figure moves, the numbers that rest on it are a function of what it stands for.
    """

    numbers: Interval | Move
    money: int | None = 0


def evaluate(formula: ast.expr, own: Key, book: Book) -> Result:
    """Compute ``formula`` for the figure ``own``. FormulaError if it names a figure that ``book`` does not have, or one twice."""
    reading = Reading(own, book)
    found = reading.value(formula)
    printed = book.figures[own]
    if None not in (found.money, printed.value) and found.money != int(kind_of(printed.unit) == "amount"):
        answer = {0: "率か件数", 1: "金額"}.get(found.money, "金額でも率でもない数")
        raise FormulaError(
            f"式の答えは{answer}ですが、この数値の単位は「{printed.unit}」です。unit の列と式を確かめてください。"
        )
    as_printed = Reading(own, book, as_printed=True)
    point = as_printed.value(formula).numbers
    return Result(None if as_printed.vague else point, found.numbers, list(reading.terms), reading.lacking)


def reach(formula: ast.expr, own: Key, book: Book) -> Interval:
    """Everything that ``formula`` can give; the quick half of :func:`evaluate`."""
    return Reading(own, book).value(formula).numbers


def _apply(operation: Callable[..., Interval], *numbers: Interval | Move) -> Interval | Move:
    """``operation`` of one or two numbers, as a function where one of them moves."""
    match numbers:
        case (Interval(),) | (Interval(), Interval()):
            return operation(*numbers)
        case (move,):
            return lambda figure: operation(move(figure))
        case (Interval() as still, move):
            return lambda figure: operation(still, move(figure))
        case (move, Interval() as still):
            return lambda figure: operation(move(figure), still)
        case (one, other):
            return lambda figure: operation(one(figure), other(figure))


def _around(*intervals: Interval) -> Interval:
    return Interval.around(intervals)


class Reading:
    """One pass over a formula: with intervals, or (``as_printed``) with the digits themselves."""

    def __init__(self, own: Key, book: Book, as_printed: bool = False):
        self.own, self.book, self.as_printed = own, book, as_printed
        self.terms: dict[Key, None] = {}  # in their order
        self.lacking: list[str] = []
        self.vague = False  # a term has no number of its own

    def value(self, node: ast.expr, part: str = "") -> Value:
        """``part`` is the row that stands for the total's inside SUM."""
        match node:
            case ast.Constant():
                return Value(Interval.exactly(Decimal(str(node.value))))
            case ast.UnaryOp(op=ast.USub()):
                value = self.value(node.operand, part)
                return Value(_apply(Interval.__neg__, value.numbers), value.money)
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATIONS:
                return self._combined(node, operator, self.value(left, part), self.value(right, part))
            case ast.Compare(left=left, ops=[operator], comparators=[right]) if type(operator) in _OPERATIONS:
                return self._combined(node, operator, self._limit(left, part), self._limit(right, part))
            case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in OVER_PARTS:
                return self._over_parts(name, argument)
            case ast.Call(func=ast.Name(id=name), args=[most], keywords=[]) if name in UNPRINTED:
                if self._known(node.func, part):
                    return self._figure(node.func, part)
                return self._unprinted(name, self._aside(most, part))
            case ast.Name(id=name) if name in UNPRINTED and not self._known(node, part):
                return self._unprinted(name, EVERYTHING)
            case ast.Name() | ast.Attribute() | ast.Subscript():
                return self._figure(node, part)
        raise unusable(node)

    def _limit(self, node: ast.expr, part: str) -> Value:
        """One side of a comparison: of a target 「95%以上」 the limit itself, 95%."""
        value = self.value(node, part)
        key = self._find(node, part) if isinstance(node, ast.Name | ast.Attribute | ast.Subscript) else None
        printed = self.book.figures[key] if key else None
        return Value(printed.point, value.money) if printed and printed.bound else value

    def _combined(self, node: ast.expr, operator: ast.operator | ast.cmpop, a: Value, b: Value) -> Value:
        numbers = _apply(_OPERATIONS[type(operator)], a.numbers, b.numbers)
        if a.money is None or b.money is None:
            return Value(numbers, None)
        if isinstance(operator, ast.Mult | ast.Div):
            return Value(numbers, a.money + b.money if isinstance(operator, ast.Mult) else a.money - b.money)
        if a.money != b.money:
            raise FormulaError(
                f"「{ast.unparse(node)}」は、金額とそれ以外の数を足し引きするか比べています。unit の列を確かめてください。"
            )
        return Value(numbers, 0 if isinstance(operator, ast.cmpop) else a.money)

    def _over_parts(self, name: str, inner: ast.expr) -> Value:
        if name == "COUNT" and not isinstance(inner, ast.Name | ast.Attribute | ast.Subscript):
            raise FormulaError(f"COUNT( ) には列を一つだけ書きます。条件に合う数は SUM({ast.unparse(inner)}) です。")
        parts = self._applying(inner)
        if name == "COUNT":
            return Value(Interval.exactly(len(parts)))
        if not parts and name == "SUM":
            return Value(Interval.exactly(0), None)  # "-" in every row
        if not parts:
            self.lacking.append(f"{ast.unparse(inner)} の値")
            self.vague = True
            return Value(EVERYTHING, None)
        if name == "MEAN":
            self.lacking.append("重み（調定額など）")
            self.vague = True
        return self._together(name, inner, parts)

    def _applying(self, inner: ast.expr) -> Sequence[str]:
        return [part for part in self._parts(inner) if self._applies(inner, part)]

    def _together(self, name: str, inner: ast.expr, parts: Sequence[str]) -> Value:
        """SUM or MEAN of ``inner`` over ``parts``, of which there is one at least."""
        values = (self.value(inner, part) for part in parts)
        return functools.reduce(lambda a, b: self._joined(name, inner, a, b), values)

    def _joined(self, name: str, inner: ast.expr, a: Value, b: Value) -> Value:
        if name == "MEAN":
            return Value(_apply(_around, a.numbers, b.numbers), a.money)
        return self._combined(inner, ast.Add(), a, b)

    def _parts(self, inner: ast.expr) -> Sequence[str]:
        """The parts of the row that ``inner`` names, in the year of its first figure."""
        addresses = [self._address(node) for node in self._references(inner)]
        totals = {(key.table, key.row) for key in addresses}
        if len(totals) != 1:
            raise FormulaError(f"SUM( ) などの中では、一つの計の行だけを指してください: {ast.unparse(inner)}")
        table, row = next(iter(totals))
        for year in (addresses[0].fiscal_year, None):
            if self.book.parts.get((table, row, year)):
                return self.book.parts[table, row, year]
        raise FormulaError(f"「{table} {row}」の内訳の行がありません。内訳の行の part_of に書いてください。")

    def _applies(self, inner: ast.expr, part: str) -> bool:
        """Whether the row of ``part`` has what ``inner`` names: not where it prints "-" for it.

        FormulaError if it has no such cell at all: a row that was left out would make the sum wrong.
        """
        blank = []
        for node in self._references(inner):
            key = self._find(node, part)
            if key is None:
                raise self.book.missing(self._address(node, part))
            blank.append(self.book.figures[key].blank)
        # Of a comparison both sides are needed; of a sum one "-" beside a figure leaves the part unknown.
        return not (any(blank) if isinstance(inner, ast.Compare) else all(blank))

    def _references(self, node: ast.expr) -> Iterator[ast.expr]:
        """The outermost references inside ``node`` (``現年.合計.C[-1]`` is one), but for terms that are not printed."""
        if isinstance(node, ast.Name) and node.id in UNPRINTED:
            return
        if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
            yield node
            return
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr) and not (isinstance(node, ast.Call) and child is node.func):
                yield from self._references(child)

    def _unprinted(self, name: str, most: Interval | Move) -> Value:
        self.lacking.append(name)
        if self.as_printed:
            return Value(Interval.exactly(0), 1)
        return Value(_apply(lambda limit: Interval(Decimal(0), max(Decimal(0), limit.high)), most), 1)

    def _aside(self, node: ast.expr, part: str) -> Interval | Move:
        """The value of a term that only bounds another: it may stand in the formula once more."""
        return Reading(self.own, self.book, self.as_printed).value(node, part).numbers

    def _known(self, node: ast.Name, part: str) -> bool:
        return self._find(node, part) is not None

    def _find(self, node: ast.expr, part: str) -> Key | None:
        return self.book.find(self._address(node, part), isinstance(node, ast.Subscript))

    def _figure(self, node: ast.expr, part: str) -> Value:
        key = self._find(node, part)
        if key is None:
            return self._beyond(node, self._address(node, part))
        if key == self.own:
            raise FormulaError(f"「{ast.unparse(node)}」は、この数値自身を指しています。")
        if key in self.terms:
            raise FormulaError(
                f"「{ast.unparse(node)}」が式に二度あります。一度だけ使う形に直してください(例: (C-A)/A は C/A-1)。"
            )
        self.terms[key] = None
        printed = self.book.figures[key]
        if printed.blank and key.column in UNPRINTED:
            return Value(Interval.exactly(0), 1)  # a "-" in the column of 不納欠損額: there was none
        if printed.interval is None:
            self.lacking.append(f"{key.row} {key.column}")
            self.vague = True
            return Value(EVERYTHING, None)
        return Value(printed.point if self.as_printed else printed.interval, int(kind_of(printed.unit) == "amount"))

    def _beyond(self, node: ast.expr, address: Key) -> Value:
        """What the year before the first of a table, or after its last, says: nothing, as 資料なし. FormulaError if the figure should be there."""
        relative = isinstance(node, ast.Subscript) and isinstance(node.slice, ast.UnaryOp)
        if not relative or not self.book.is_beyond(address):
            raise self.book.missing(address)
        self.lacking.append(f"{address.row} {address.column}（{address.fiscal_year}年度）")
        self.vague = True
        return Value(EVERYTHING, None)

    def _address(self, node: ast.expr, part: str = "") -> Key:
        year = self.own.fiscal_year
        if isinstance(node, ast.Subscript):
            year, node = self._year(node), node.value
        names = dotted(node)
        match names:
            case [column]:
                table, row = self.own.table, self.own.row
            case [table, column]:
                row = self.own.row
            case [table, row, column]:
                pass
            case _:
                raise FormulaError(f"「{ast.unparse(node)}」は、列、表.列、表.行.列 のどれでもありません。")
        return Key(table, part or row, column, year)

    def _year(self, node: ast.Subscript) -> int:
        try:
            number = int(ast.literal_eval(node.slice))
        except (ValueError, TypeError, OverflowError):
            raise FormulaError(f"「{ast.unparse(node)}」の [ ] には年度か、-1、+1 を書いてください。") from None
        if number > 0 and not isinstance(node.slice, ast.UnaryOp):
            return number
        if self.own.fiscal_year is None:
            raise FormulaError(f"「{ast.unparse(node)}」: この数値の行には年度がないため、前後の年度を指せません。")
        return self.own.fiscal_year + number
