"""Tables of what changed between two packets."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from helpers import wareki
from helpers.measures.changes import Changes, FigureChange, Known
from helpers.measures.rewording import Reworded
from helpers.notation import Notation, round_half_up
from helpers.packet import Packet
from helpers.tables.table import Column, Table
from helpers.terms import CODE_WORDS, COLUMN_NAMES, FROM_ZERO, SEGMENTS, VERDICT_NAMES

_APART = {"unit": "単位が違うので比べない", "definition": "収納率の定義が違うので比べない"}
_CAME, _WENT = "加わった", "なくなった"
# Where a figure stands, and in which unit.
_WHERE = (
    Column("when", "年度・時点", width=3),
    Column("name", "債権", width=3),
    Column("thing", "項目", width=4),
    Column("unit", "単位", width=1.3),
)


def counted(changes: Changes | None, pages: Sequence[tuple] | None) -> dict[str, int]:
    """How many of each kind changed, of those that were compared; neighbouring pages to swap are one."""
    kinds = {}
    if changes is not None:
        kinds = {
            "数値": changes.figures,
            "目標": changes.targets,
            "目標の判定": changes.verdicts,
            "債権": changes.claims,
            "取組": changes.initiatives,
        }
    if pages is not None:
        kinds["差し替えるところ"] = pages
    return {kind: len(rows) for kind, rows in kinds.items()}


def summary(changes: Changes | None, pages: Sequence[tuple] | None, notation: Notation) -> Table:
    """:func:`counted` as a table."""
    return Table(
        id="tbl-changes",
        caption="変わったものの数",
        columns=[Column("kind", "種類", width=3), Column("count", "件数", number=True, width=1)],
        rows=[{"kind": kind, "count": count} for kind, count in counted(changes, pages).items()],
        notation=notation,
    )


def figures(packet: Packet, rows: Sequence[FigureChange], id: str, caption: str) -> Table | None:
    """Figures before and now; None if none changed. What is over the city's threshold is marked as in the packet."""
    if not rows:
        return None
    marks = {}
    for index, row in enumerate(rows):
        if row.worse:
            marks |= {(index, "name"): ("shade",), (index, "change"): ("bold",)}
        elif row.better:
            marks[index, "change"] = ("underline",)
    return Table(
        id=id,
        caption=caption,
        columns=[
            *_WHERE,
            Column("old", "前", number=True, width=2.5),
            Column("new", "今", number=True, width=2.5),
            Column("change", "差", number=True, signed=True, width=2.5),
            Column("growth", "増減率", number=True, unit="%", decimals=1, signed=True, width=1.8),
            Column("note", "備考", width=3),
        ],
        rows=[_figure(packet, row) for row in rows],
        notation=packet.notation,
        notes=["率の差の単位はポイント。"],
        heads=3,
        marks=marks,
    )


def _figure(packet: Packet, row: FigureChange) -> dict:
    known = row.known
    return {
        **_where(known),
        "old": _shown(packet, known, row.old and row.old.value),
        "new": _shown(packet, known, row.new and row.new.value),
        "change": _shown(packet, known, row.change),
        "growth": FROM_ZERO if _is_from_zero(row) else row.growth,
        "note": "。".join(_notes(row)),
    }


def _where(known: Known) -> dict[str, str]:
    return {"when": when(known), "name": known.name, "thing": thing(known), "unit": known.unit}


def _shown(packet: Packet, known: Known, value: Decimal | None) -> Decimal | None:
    """A computed rate has the city's places, a printed figure its own."""
    return round_half_up(value, packet.city.decimals) if known.computed and value is not None else value


def _is_from_zero(row: FigureChange) -> bool:
    return bool(row.change and row.has_growth and not row.old.value)


def _notes(row: FigureChange) -> Iterator[str]:
    if row.old is None or row.new is None:
        yield _CAME if row.old is None else _WENT
    elif row.old.approx != row.new.approx:
        yield "約が付いた" if row.new.approx else "約がとれた"
    if row.apart == "unit":
        yield f"前は{row.old.unit}"
    if row.apart:
        yield _APART[row.apart]
    if row.known.computed:
        yield "金額から計算"


def when(known: Known) -> str:
    """令和7年度 10月末時点."""
    day = f" {wareki.as_of(dt.date.fromisoformat(known.as_of))}" if known.as_of else ""
    return wareki.fiscal_year(known.fiscal_year) + day


def thing(known: Known) -> str:
    """滞納繰越分 収入未済額 目標; what says nothing more than others is left out."""
    kind = "" if known.kind == "actual" else CODE_WORDS[known.kind][0]
    measure = "" if known.item else CODE_WORDS.get(known.measure, (known.measure,))[0]
    return " ".join(filter(None, (known.group, SEGMENTS.get(known.segment, ""), known.item, measure, kind)))


def verdicts(packet: Packet, changes: Changes) -> Table | None:
    """Verdicts that turned; None if none did."""
    if not changes.verdicts:
        return None
    return Table(
        id="tbl-changes-verdicts",
        caption="変わった目標の判定",
        columns=[
            *_WHERE,
            Column("value", "実績", number=True, width=2.5),
            Column("target", "目標", number=True, width=2.5),
            Column("old", "前の判定", width=2),
            Column("new", "今の判定", width=2),
        ],
        rows=[
            {
                **_where(row.known),
                "value": _shown(packet, row.known, row.known.value),
                "target": row.target,
                "old": VERDICT_NAMES[row.old],
                "new": VERDICT_NAMES[row.new],
            }
            for row in changes.verdicts
        ],
        notation=packet.notation,
        heads=3,
    )


def reworded(packet: Packet, rows: Sequence[Reworded], id: str, caption: str) -> Table | None:
    """Texts before and now; None if none changed."""
    if not rows:
        return None
    return Table(
        id=id,
        caption=caption,
        columns=[
            Column("name", "債権", width=2),
            Column("kind", "何が", width=2),
            Column("old", "前", width=5),
            Column("new", "今", width=5),
        ],
        rows=[
            {
                "name": row.name,
                "kind": " ".join(filter(None, (CODE_WORDS.get(row.stage, ("",))[0], _how(row)))),
                "old": _texts(row.old),
                "new": _texts(row.new),
            }
            for row in rows
        ],
        notation=packet.notation,
    )


def _how(row: Reworded) -> str:
    return _CAME if row.old is None else _WENT if row.new is None else "書き換わった"


def _texts(texts: dict[str, str] | None) -> str:
    return "\n".join(f"{COLUMN_NAMES[name]}：{text}" for name, text in (texts or {}).items() if text)


def pages(rows: Sequence[tuple[str, str, str, str]], notation: Notation) -> Table | None:
    """What to do with which pages of the printed packet (差替); None if all stay."""
    if not rows:
        return None
    names = ("what", "old", "new", "first")
    return Table(
        id="tbl-changes-pages",
        caption="差し替えるページ",
        columns=[
            Column("what", "すること", width=2),
            Column("old", "前のページ", width=2),
            Column("new", "今のページ", width=2),
            Column("first", "今のページの初めの行", width=6),
        ],
        rows=[dict(zip(names, row, strict=True)) for row in rows],
        notation=notation,
    )
