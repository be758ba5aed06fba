"""Doubts as a workbook with room for reasons, and what the reasons in it change of ``acknowledged`` in ``city.yaml``."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError
from xlsxwriter.workbook import Workbook

from helpers.errors import DeskError, Fault, cut, faults_of
from helpers.intake import looks, words
from helpers.intake.sheets import Sheet
from helpers.ledger.doubts import Doubt, Rule
from helpers.params import Acknowledged

SHEET, MARK = "疑問", "誤りかもしれない数値"
COLUMNS = ("種類", "内容", "figures.csv の行", "差(%)", "まとめての答え", "理由", "疑問の名", "書き出した時の理由")
_WIDTHS = (22, 70, 10, 9, 40, 50, 60, 50)
_HEADER = 3  # row of the headings, counted from 0
KINDS: dict[Rule, str] = {
    "rate": "率や収入が 100% を超える",
    "between": "合計の率が内訳の間にない",
    "sign": "負の数",
    "parts": "債権の合計が合わない",
    "segments": "現年度分と滞納繰越分の計が合わない",
    "tenfold": "前年度と桁が違う",
    "thousandfold": "前年度と千倍違う",
    "opening": "繰越が前年度末と違う",
}
_ADVICE = """\
値が誤りなら、data の表を直します。正しければ、確かめた理由を黄色の「理由」に書いて保存し、make check CITY={city} IN=(このブック) を実行します。
理由は params/{city}/city.yaml の acknowledged に加わり、書き換えた理由は入れ替わり、消した理由は除かれます。空欄のままの疑問は、次も尋ねます。一つの理由を、種類の違う疑問に貼り付けることはできません。"""


@dataclass(frozen=True)
class Asked:
    """A doubt with the reason that answers it by its name and the one that answers its kind; "" where there is none."""

    doubt: Doubt
    reason: str = ""
    of_kind: str = ""


@dataclass(frozen=True)
class Reason:
    """What stands beside a doubt, and where; ``before`` is what stood there when the workbook was written."""

    doubt: str
    text: str
    before: str
    place: str
    row: int


@dataclass(frozen=True)
class Changes:
    """What a workbook changes: answers put in, answers taken out, and reasons to doubts that there are no more. An answer with another
    reason is both put in and taken out.
    """

    new: list[Acknowledged]
    out: list[Acknowledged]
    gone: list[Reason]


def is_one(sheets: list[Sheet]) -> bool:
    """Whether a workbook is one of doubts."""
    cell = next((sheet.rows[0][0] for sheet in sheets if sheet.name == SHEET and sheet.rows and sheet.rows[0]), None)
    return isinstance(cell, str) and cell.startswith(MARK)


def content(city: str, asked: list[Asked]) -> bytes:
    """The bytes of the workbook with every doubt and its present answer, the open ones of a kind together."""

    def fill(book: Workbook) -> None:
        base = {**looks.FONT, "valign": "top", "text_wrap": True, "border": 1}
        head, text = book.add_format({**base, **looks.HEAD}), book.add_format({**base, **looks.TEXT})
        share, open_ = book.add_format({**base, "num_format": "#,##0.0"}), book.add_format({**base, **looks.OPEN})
        plain = book.add_format(looks.FONT)
        sheet = book.add_worksheet(SHEET)
        sheet.write_column(0, 0, [f"{MARK}({city})", *_ADVICE.format(city=city).splitlines()], plain)
        sheet.write_row(_HEADER, 0, COLUMNS, head)
        for place, width in enumerate(_WIDTHS):
            sheet.set_column(place, place, width)
        for number, each in enumerate(sorted(asked, key=_order), start=_HEADER + 1):
            doubt = each.doubt
            sheet.write_row(number, 0, [KINDS[doubt.rule], doubt.message], text)
            sheet.write_number(number, 2, doubt.row, text)
            if doubt.off is None:
                sheet.write_blank(number, 3, None, share)
            else:
                sheet.write_number(number, 3, float(doubt.off * 100), share)
            sheet.write_string(number, 4, each.of_kind, text)
            sheet.write(number, 5, each.reason or None, text if each.of_kind else open_)
            sheet.write_row(number, 6, [doubt.name, each.reason], text)
        sheet.freeze_panes(_HEADER + 1, 1)
        sheet.autofilter(_HEADER, 0, _HEADER + max(len(asked), 1), len(COLUMNS) - 1)
        looks.across(sheet)

    return looks.made(fill)


def _order(each: Asked) -> tuple:
    doubt = each.doubt
    return bool(each.reason or each.of_kind), list(KINDS).index(doubt.rule), doubt.row, doubt.name


def read(sheets: list[Sheet]) -> list[Reason]:
    """What stands beside the doubts of a workbook. DeskError ``data`` names every cell that cannot be read."""
    sheet = next(sheet for sheet in sheets if sheet.name == SHEET)
    needed = ("理由", "疑問の名")
    header = next((n for n, cells in enumerate(sheet.rows) if set(needed) <= set(map(words.shown, cells))), None)
    if header is None:
        fault = Fault(sheet.place, f"見出しの行がありません。次の列がこの名で要ります: {'、'.join(needed)}。")
        raise DeskError("data", "理由を読めませんでした。何も変えていません。", [fault])
    headings = [words.shown(cell) for cell in sheet.rows[header]]
    reasons, faults = [], []
    for number, cells in enumerate(sheet.rows[header + 1 :], start=header + 2):
        row = dict(zip(headings, cells, strict=False))
        try:
            texts = [words.whole(row.get(column)).strip() for column in ("疑問の名", "理由", COLUMNS[-1])]
        except ValueError as error:
            faults.append(Fault(sheet.place, f"「{words.shown(row.get('理由'))}」: {error}", number, "理由"))
            continue
        if any(texts[1:]):
            reasons.append(Reason(*texts, sheet.place, number))
    if faults:
        raise DeskError("data", "理由を読めませんでした。何も変えていません。", faults)
    return reasons


def changes(reasons: list[Reason], doubts: list[Doubt], known: list[Acknowledged]) -> Changes:
    """What ``reasons`` change of the answers that are ``known``. A reason that was cleared takes its answer out, where that still says
    what the workbook was written with.

    DeskError ``data`` for a new reason that stands beside several kinds, for another answer than city.yaml has meanwhile, and for two to
    one doubt.
    """
    rules = {doubt.name: doubt.rule for doubt in doubts}
    own = {entry.doubt: entry for entry in known}
    found = Changes([], [], [])
    changed: dict[str, Reason] = {}
    faults = []
    for reason in reasons:
        entry = own.get(reason.doubt)
        now = entry.reason if entry else ""
        if reason.text in (reason.before, now):
            continue
        if reason.text and reason.doubt not in rules:
            found.gone.append(reason)
        elif now not in ("", reason.before) or changed.setdefault(reason.doubt, reason).text != reason.text:
            message = f"「{cut(reason.doubt)}」には、ほかの理由がもうあります。city.yaml を直すか、どちらかを空欄にしてください。"
            faults.append(Fault(reason.place, message, reason.row, "理由"))
        elif changed[reason.doubt] is reason and entry:
            found.out.append(entry)
    stays = [entry for entry in known if entry not in found.out]
    kinds = _kinds(stays, changed.values(), rules)
    for reason in (reason for reason in changed.values() if reason.text):
        if len(kinds[reason.text]) > 1:
            message = (
                f"「{cut(reason.text)}」が、種類の違う疑問({'、'.join(sorted(kinds[reason.text]))})に書かれています。"
                "疑問の種類ごとに、確かめた理由を書いてください。"
            )
            faults.append(Fault(reason.place, message, reason.row, "理由"))
            continue
        try:
            found.new.append(Acknowledged(doubt=reason.doubt, reason=reason.text))
        except ValidationError as error:
            faults += faults_of(error, Acknowledged, reason.place, reason.row)
    if faults:
        raise DeskError("data", "理由に誤りがあります。何も変えていません。", faults)
    return found


def _kinds(stays: list[Acknowledged], changed: Iterable[Reason], rules: dict[str, Rule]) -> dict[str, set[str]]:
    """The kinds of doubts that each reason would answer."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for entry in stays:
        kinds[entry.reason].add(entry.doubt.partition("/")[0])
    for reason in changed:
        if reason.doubt in rules:
            kinds[reason.text].add(rules[reason.doubt])
    return kinds
