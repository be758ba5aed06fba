"""What must be true of a packet before any section is made: its data and its parameters fit each other."""

from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from helpers import params
from helpers.errors import DeskError, Fault, did_you_mean
from helpers.ledger import Ledger
from helpers.ledger.doubts import RULES, Doubt
from helpers.ledger.doubts import doubts as find_doubts
from helpers.params import Acknowledged, City
from helpers.terms import AGGREGATE_NAMES, AMOUNTS

if TYPE_CHECKING:
    from helpers.packet import Packet


def check(packet: "Packet") -> None:
    """DeskError, in Japanese, at the first of the rules below that does not hold, with every place where it does not."""
    # What was doubted of figures for the public was answered before others were withheld.
    for rule in (bureaus, classes, units, *((doubts,) if packet.audience == "committee" else ()), published, forms):
        rule(packet)


def bureaus(packet: "Packet") -> None:
    """Every bureau that owns or collects a claim stands in the city's order of bureaus."""
    claims = packet.ledger["claims"]
    faults = [
        Fault(f"{packet.ledger.folder}/claims.csv", f"「{bureau}」は params/{packet.name}/city.yaml の bureaus にありません。"
              f"{did_you_mean(bureau, packet.city.bureaus)}", row, column)
        for column in ("bureau", "collector_bureau")
        for row, bureau in claims[column].items()
        if bureau and bureau not in packet.city.bureaus
    ]  # fmt: skip
    if faults:
        raise DeskError("data", "局の名が合いません。", faults)


def classes(packet: "Packet") -> None:
    """Every class of a claim has the name that the city writes for it."""
    known = packet.city.claim_classes
    used = {each: row.claim for row in packet.ledger["claims"].itertuples() for each in row.classes.split(";") if each}
    faults = [
        Fault(f"params/{packet.name}/city.yaml", f"{each} の名を書いてください。claims.csv の {claim} などに使われています。",
              column="claim_classes")
        for each, claim in used.items()
        if each not in known
    ]  # fmt: skip
    if faults:
        raise DeskError("params", "債権区分の名がありません。", faults)


def units(packet: "Packet") -> None:
    """Amounts of claims are in the city's unit of tables, or in a finer one that was brought to it (``ledger.units``): a coarser one
    lacks the digits that the tables print.

    A year's round figure for all claims may be in any unit, because the trend converts it.
    """
    unit = packet.city.units.table
    faults = [
        Fault(
            f"{packet.ledger.folder}/figures.csv",
            f"「{row.unit}」: {packet.name} の表の単位は {unit} で、それより粗い単位の金額は載せられません。"
            f"原資料に {unit} か、より細かい単位(円など)の金額があれば、それを書いてください。",
            row.Index,
            "unit",
        )
        for row in packet.ledger["figures"].itertuples()
        if row.measure in AMOUNTS and row.unit != unit and row.unit != "%" and (row.claim != "all" or row.as_of)
    ]
    if faults:
        raise DeskError(
            "data", f"金額の単位が params/{packet.name}/city.yaml の units.table より粗いものです。", faults
        )


def doubts(packet: "Packet") -> None:
    """What looks like a slip was mended, or looked at: acknowledged with a reason. An answer to no doubt is one too many."""
    found = doubts_of(packet.ledger, packet.city)
    city = f"params/{packet.name}/city.yaml"
    answers = packet.city.acknowledged
    open_ones = [doubt for doubt in found if not any(_answers(entry, doubt) for entry in answers)]
    if open_ones:
        raise _ask(open_ones, f"{packet.ledger.folder}/figures.csv", city)
    stale = [
        Fault(
            city, f"「{entry.doubt}」に当たる数値は、{_nowhere(entry)}この項目を消してください。", column="acknowledged"
        )
        for entry in sorted(answers, key=lambda entry: entry.doubt)
        if not any(_answers(entry, doubt) for doubt in found)
    ]
    if stale:
        raise DeskError("doubt", f"{city} の acknowledged が今の数値と合いません。", stale)


def doubts_of(ledger: Ledger, city: City) -> list[Doubt]:
    """Everything that looks like a slip in the figures of a city, answered or not, told with the claim's name."""
    found = find_doubts(ledger["figures"], ledger["claims"], city.published_rounding.down)
    names = AGGREGATE_NAMES | dict(zip(ledger["claims"]["claim"], ledger["claims"]["short_name"], strict=True))
    return [
        replace(doubt, message=f"{names.get(doubt.claim, doubt.claim)} {doubt.where}: {doubt.message}")
        for doubt in found
    ]


def answers_to(doubt: Doubt, answers: list[Acknowledged]) -> tuple[str, str]:
    """The reason that answers ``doubt`` by its name, and the one that answers its kind; "" where there is none."""
    given = [entry for entry in answers if _answers(entry, doubt)]
    return tuple(next((e.reason for e in given if e.is_kind == of_kind), "") for of_kind in (False, True))


def _answers(entry: Acknowledged, doubt: Doubt) -> bool:
    """Whether ``entry`` answers ``doubt``: by its name, or as one of its kind that is off by no more than the bound."""
    if not entry.is_kind:
        return entry.doubt == doubt.name
    if entry.doubt != doubt.rule or entry.claim not in (None, doubt.claim):
        return False
    return doubt.off is not None and doubt.off <= entry.within


def _nowhere(entry: Acknowledged) -> str:
    known = RULES if entry.is_kind else ()
    return (
        f"ありません。{did_you_mean(entry.doubt, known)}" if known and entry.doubt not in known else "もうありません。"
    )


def _ask(doubts: list[Doubt], file: str, city: str) -> DeskError:
    """What nobody has answered yet, kind by kind, and how to answer one or a kind."""
    kinds: dict[str, list[Doubt]] = {}
    for doubt in doubts:
        kinds.setdefault(doubt.rule, []).append(doubt)
    counts = "、".join(f"{rule} {len(own)} 件{_at_most(own)}" for rule, own in kinds.items())
    faults = [
        Fault(file, f"{doubt.message}(doubt: {doubt.name})", doubt.row, "value", alike=rule)
        for rule, own in kinds.items()
        for doubt in own
    ]
    return DeskError(
        "doubt",
        f"誤りかもしれない数値が {len(doubts)} 件あります({counts})。"
        f"値を直すか、正しければ {city} に次の形で理由を書いてください。\n"
        "acknowledged:\n  - doubt: (下の doubt: の後の名)\n    reason: (正しいと言える理由)\n"
        "同じ理由のものが多ければ、種類(名の初めの語)と差の限度で、まとめて書けます(claim を省くと全ての債権)。\n"
        "  - doubt: opening\n    claim: (債権)\n    within: 5%\n    reason: (理由)\n"
        "Excel で答えるなら、make check に OUT=疑問.xlsx を付けて書き出し、理由を入れて IN=疑問.xlsx で読みます。",
        faults,
    )


def _at_most(doubts: list[Doubt]) -> str:
    """How far the doubts of a kind are off at most, in per cent, rounded up."""
    shares = [doubt.off * 100 for doubt in doubts if doubt.off is not None]
    return f"、差は {max(shares).quantize(Decimal('0.1'), ROUND_CEILING)}% まで" if shares else ""


def published(packet: "Packet") -> None:
    """Every printed figure belongs to a meeting that there is: else no audit would ever look at it."""
    known = params.meetings(packet.name, packet.root)
    rows = packet.ledger.tables.get("published")
    faults = [
        Fault(f"{packet.ledger.folder}/published.csv", f"params/{packet.name}/{meeting}.yaml がありません。"
              f"{did_you_mean(meeting, known)}新しい会議なら、前回の YAML を複写して作ってください。", number, "meeting")
        for number, meeting in (() if rows is None else rows["meeting"].items())
        if meeting not in known
    ]  # fmt: skip
    if faults:
        raise DeskError("data", "会議の日付が合いません。", faults)


def forms(packet: "Packet") -> None:
    """The edition of numbers that the forms are made for has claims: else there would be no form at all."""
    forms, numbers = packet.meeting.forms, packet.ledger.tables.get("numbers")
    if forms is None or numbers is None or forms.edition in set(numbers["edition"]):
        return
    message = (
        f"「{forms.edition}」: {packet.ledger.folder}/numbers.csv に edition が {forms.edition} の行がありません。"
        f"{did_you_mean(forms.edition, set(numbers['edition']))}"
    )
    raise DeskError(
        "params",
        "様式を作る債権の番号がありません。",
        [Fault(f"params/{packet.name}/{packet.date}.yaml", message, column="forms.edition")],
    )
