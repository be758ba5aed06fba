"""The figures of a packet for analysts: a row each, for the press to put beside the printed tables."""

from typing import TYPE_CHECKING

from helpers.notation import is_withheld
from helpers.terms import AGGREGATE_NAMES, CODE_WORDS, COLUMN_NAMES

if TYPE_CHECKING:
    from helpers.measures.facts import Fact
    from helpers.packet import Packet

_NUMBERS = ("fiscal_year", "base_year", "value")
_COLUMNS = {
    "city": "市",
    "fiscal_year": "年度（西暦）",
    "as_of": "時点（空欄は年度の決算・年度末）",
    "claim": "債権の識別子",
    "name": COLUMN_NAMES["claim"],
    **{name: COLUMN_NAMES[name] for name in ("segment", "measure", "item", "group", "kind", "value", "unit", "approx")},
    "base_year": "基準年度（西暦）",
    "formula": "計算（空欄は原資料の値）",
}


def facts(packet: "Packet") -> dict:
    """The figures of ``packet``, but for those withheld, as a Tabular Data Resource; ``lines`` has the rows of data of each of its rows."""
    from helpers.measures.facts import facts

    found = [fact for fact in facts(packet) if not is_withheld(fact.value)]
    fields = [
        {"name": name, "title": title, "type": "number" if name in _NUMBERS else "string", "unit": ""}
        for name, title in _COLUMNS.items()
    ]
    return {
        "title": "資料のもとになった数値",
        "schema": {"fields": fields},
        "data": [_row(packet, fact) for fact in found],
        "formats": [{"value": packet.notation.excel(packet.notation.decimals(fact.value, fact.unit), False)} for fact in found],
        "lines": [fact.lines for fact in found],
    }  # fmt: skip


def _row(packet: "Packet", fact: "Fact") -> dict[str, object]:
    words = {name: CODE_WORDS[getattr(fact, name)][0] for name in ("segment", "measure", "kind")}
    claim = AGGREGATE_NAMES.get(fact.claim) or packet.ledger.claim(fact.claim)["name"]
    value = int(fact.value) if fact.value == fact.value.to_integral_value() else float(fact.value)
    own = {name: getattr(fact, name) for name in _COLUMNS if hasattr(fact, name)}
    return own | words | {"city": packet.city.name, "name": claim, "value": value}
