"""Faults that show only when rows are held against each other."""

from collections.abc import Iterator
from decimal import Decimal

from helpers.errors import Fault, did_you_mean
from helpers.ledger.reading import Numbered
from helpers.ledger.rows import DESCRIBED, UNITS
from helpers.notation import is_withheld
from helpers.printed import adds_up
from helpers.terms import AGGREGATES, AMOUNTS, CLASSES


def duplicates(rows: Numbered, file: str) -> Iterator[Fault]:
    """Rows whose ``key`` an earlier row has too: two answers to one question."""
    first: dict[tuple, int] = {}
    for number, row in rows:
        key = tuple(getattr(row, column) for column in row.key)
        if key in first:
            yield Fault(file, f"{first[key]}行目と重複しています({'、'.join(str(k) for k in key if k)})。", number)
        first.setdefault(key, number)


def cross_check(read: dict[str, Numbered], folder: str) -> Iterator[Fault]:
    """What contradicts another row of the same or of another table; ``read`` holds the tables by name, ``folder`` is theirs."""
    claims = {row.claim for _, row in read["claims"]}
    called = {*claims, *(row.name for _, row in read["claims"])}
    yield from _claims(read["claims"], f"{folder}/claims.csv")
    yield from _figures(read["figures"], f"{folder}/figures.csv")
    for table, rows in read.items():
        for number, row in rows:
            claim = getattr(row, "claim", "")
            if claim and claim not in claims and claim not in AGGREGATES:
                yield Fault(
                    f"{folder}/{table}.csv",
                    f"「{claim}」は claims.csv にありません。{did_you_mean(claim, called)}",
                    number,
                    "claim",
                )
    items = {(row.fiscal_year, row.number) for _, row in read.get("schedule_items", [])}
    for number, row in read.get("schedule", []):
        if (row.fiscal_year, row.number) not in items:
            yield Fault(
                f"{folder}/schedule.csv", f"番号 {row.number} は schedule_items.csv にありません。", number, "number"
            )
        if row.end and row.end < row.start:
            yield Fault(f"{folder}/schedule.csv", "終わりが始まりより前です。", number, "end")
    for number, row in read.get("campaigns", []):
        # A day and a month compare by what they share: 2025-11 ends after 2025-11-04 began.
        if bool(row.start) != bool(row.end):
            yield Fault(
                f"{folder}/campaigns.csv", "始まりと終わりは、両方書くか、両方空欄にしてください。", number, "end"
            )
        elif row.end[: len(row.start)] < row.start[: len(row.end)]:
            yield Fault(f"{folder}/campaigns.csv", "終わりが始まりより前です。", number, "end")
    tools = {row.tool for _, row in read.get("tools", [])}
    for number, row in read.get("tool_claims", []):
        if row.tool not in tools:
            yield Fault(
                f"{folder}/tool_claims.csv",
                f"「{row.tool}」は tools.csv にありません。{did_you_mean(row.tool, tools)}",
                number,
                "tool",
            )


def _claims(rows: Numbered, file: str) -> Iterator[Fault]:
    names = {row.claim for _, row in rows}
    wholes = {row.claim: row.part_of for _, row in rows}
    for number, row in rows:
        for claim_class in filter(None, row.classes.split(";")):
            if claim_class not in CLASSES:
                known = did_you_mean(claim_class, (*CLASSES, *CLASSES.values()))
                yield Fault(file, f"「{claim_class}」: {known}", number, "classes")
        if row.part_of and row.part_of not in names:
            yield Fault(
                file, f"「{row.part_of}」という債権はありません。{did_you_mean(row.part_of, names)}", number, "part_of"
            )
        elif _within(row.claim, wholes):
            message = f"「{row.part_of}」をたどると、この債権({row.claim})自身に戻ります。内訳とする債権の名を確かめてください。"
            yield Fault(file, message, number, "part_of")


def _within(claim: str, wholes: dict[str, str]) -> bool:
    """Whether ``claim`` is, over however many steps, a part of itself."""
    seen, whole = set(), wholes.get(claim, "")
    while whole and whole != claim and whole not in seen:
        seen.add(whole)
        whole = wholes.get(whole, "")
    return whole == claim


def _figures(rows: Numbered, file: str) -> Iterator[Fault]:
    for number, row in rows:
        if row.measure in DESCRIBED and not row.item:
            yield Fault(file, f"{row.measure} には何の数かを書いてください。", number, "item")
        if (row.kind == "difference") != (row.base_year is not None):
            yield Fault(file, "difference には基準年度を書き、それ以外では空欄にしてください。", number, "base_year")
        # Accounts of a year stay open until 31 May of the next (出納閉鎖).
        if row.as_of and not f"{row.fiscal_year}-04-01" <= row.as_of <= f"{row.fiscal_year + 1}-05-31":
            yield Fault(
                file, f"{row.as_of} は {row.fiscal_year} 年度(翌年の出納閉鎖まで)の日ではありません。", number, "as_of"
            )
        if is_withheld(row.value) and row.measure not in DESCRIBED:
            message = f"秘匿した数値(x)を書けるのは {'、'.join(DESCRIBED)} だけです。数値を書いてください。"
            yield Fault(file, message, number, "value")
        if row.audience and row.measure not in DESCRIBED:
            message = f"委員限りにできる数値は {'、'.join(DESCRIBED)} だけです。決算の額と率は誰にも見せます。"
            yield Fault(file, message, number, "audience")
        units = UNITS.get(row.measure, ())
        if row.kind == "difference" and row.measure == "collection_rate":
            units = ("ポイント",)
        elif row.kind == "difference":
            units = units and (*units, "%")
        if units and row.unit not in units:
            yield Fault(file, f"「{row.unit}」: {row.measure} の単位は {'、'.join(units)} です。", number, "unit")
    yield from _identity(rows, file)


def _identity(rows: Numbered, file: str) -> Iterator[Fault]:
    """outstanding = assessed − collected − written off + refund due, wherever a source gives all five."""
    amounts: dict[tuple, dict[str, tuple[int, Decimal]]] = {}
    for number, row in rows:
        if row.measure in AMOUNTS and row.kind in ("actual", "estimate") and not is_withheld(row.value):
            key = (
                row.fiscal_year,
                row.as_of,
                row.claim,
                row.segment,
                row.item,
                row.group,
                row.kind,
                row.unit,
            )
            amounts.setdefault(key, {})[row.measure] = (number, row.value)
    for key, found in amounts.items():
        if len(found) < len(AMOUNTS):
            continue
        assessed, collected, written_off, refund_due, outstanding = (found[measure][1] for measure in AMOUNTS)
        # Amounts of one kind of digits that were cut off leave no more room than rounded ones: from −2 to 1 of the last digit.
        if not adds_up((assessed, -collected, -written_off, refund_due), outstanding, key[-1]):
            gap = outstanding - (assessed - collected - written_off + refund_due)
            message = f"収入未済額が 調定額−収入済額−不納欠損額+還付未済額 と {gap:+,f} 違います。"
            yield Fault(file, message, found["outstanding"][0], "value")


def uncatalogued(rows: Numbered, entries: Numbered, folder: str) -> Iterator[Fault]:
    """Claims that the catalogue all cities share does not know: without it the same claim would get two names."""
    known = {entry.claim for _, entry in entries}
    for number, row in rows:
        if row.claim not in known:
            message = (
                f"「{row.claim}」は data/catalogue.csv にありません。{did_you_mean(row.claim, known)}"
                "新しい種類の債権なら、先に data/catalogue.csv に加えてください。"
            )
            yield Fault(f"{folder}/claims.csv", message, number, "claim")
