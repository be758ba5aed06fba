"""Doubts as a workbook with room for reasons, and the reasons back into ``acknowledged`` of ``city.yaml``."""

import datetime as dt
import io
import json
import re
from collections import defaultdict
from dataclasses import dataclass

import xlsxwriter
from pydantic import ValidationError

from helpers.errors import DeskError, Fault, cut, faults_of
from helpers.intake import words
from helpers.intake.sheets import Sheet
from helpers.ledger.doubts import Doubt, Rule
from helpers.params import Acknowledged

SHEET, MARK = "疑問", "誤りかもしれない数値"
COLUMNS = ("種類", "内容", "figures.csv の行", "差(%)", "今の答え", "理由", "疑問の名")
_WIDTHS = (22, 70, 10, 9, 40, 50, 60)
_HEADER = 3  # row of the headings, counted from 0
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
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
理由は params/{city}/city.yaml の acknowledged に加わります。一つの理由を、種類の違う疑問に貼り付けることはできません。空欄のままの疑問は、次も尋ねます。"""


@dataclass(frozen=True)
class Reason:
    """What a person wrote beside a doubt, and where."""

    doubt: str
    text: str
    place: str
    row: int


def is_one(sheets: list[Sheet]) -> bool:
    """Whether a workbook is one of doubts."""
    cell = next((sheet.rows[0][0] for sheet in sheets if sheet.name == SHEET and sheet.rows and sheet.rows[0]), None)
    return isinstance(cell, str) and cell.startswith(MARK)


def content(city: str, doubts: list[tuple[Doubt, str]]) -> bytes:
    """The bytes of the workbook with every doubt and its present answer ("" if it has none), the open ones of a kind together."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _AS_TEXT) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})
        base = {"font_name": "游ゴシック", "font_size": 10, "valign": "top", "text_wrap": True}
        head = book.add_format({**base, "bold": True, "border": 1, "bg_color": "#E8EDF3"})
        text = book.add_format({**base, "border": 1, "num_format": "@"})
        share = book.add_format({**base, "border": 1, "num_format": "#,##0.0"})
        open_ = book.add_format({**base, "border": 1, "num_format": "@", "bg_color": "#FFF9DB"})
        plain = book.add_format({"font_name": "游ゴシック", "font_size": 10})
        sheet = book.add_worksheet(SHEET)
        sheet.write_column(0, 0, [f"{MARK}({city})", *_ADVICE.format(city=city).splitlines()], plain)
        sheet.write_row(_HEADER, 0, COLUMNS, head)
        for place, width in enumerate(_WIDTHS):
            sheet.set_column(place, place, width)
        for number, (doubt, answer) in enumerate(sorted(doubts, key=_order), start=_HEADER + 1):
            sheet.write_row(number, 0, [KINDS[doubt.rule], doubt.message], text)
            sheet.write_number(number, 2, doubt.row, text)
            if doubt.off is None:
                sheet.write_blank(number, 3, None, share)
            else:
                sheet.write_number(number, 3, float(doubt.off * 100), share)
            sheet.write_string(number, 4, answer, text)
            sheet.write_blank(number, 5, None, text if answer else open_)
            sheet.write_string(number, 6, doubt.name, text)
        sheet.freeze_panes(_HEADER + 1, 1)
        sheet.autofilter(_HEADER, 0, _HEADER + max(len(doubts), 1), len(COLUMNS) - 1)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return target.getvalue()


def _order(answered: tuple[Doubt, str]) -> tuple:
    doubt, answer = answered
    return bool(answer), list(KINDS).index(doubt.rule), doubt.row, doubt.name


def read(sheets: list[Sheet]) -> list[Reason]:
    """The reasons in a workbook. DeskError ``data`` names every cell that cannot be read."""
    sheet = next(sheet for sheet in sheets if sheet.name == SHEET)
    needed = ("理由", "疑問の名")
    header = next((n for n, cells in enumerate(sheet.rows) if set(needed) <= set(map(words.shown, cells))), None)
    if header is None:
        fault = Fault(sheet.place, f"見出しの行がありません。次の列がこの名で要ります: {'、'.join(needed)}。")
        raise DeskError("data", "理由を読めませんでした。何も変えていません。", [fault])
    places = [[words.shown(cell) for cell in sheet.rows[header]].index(column) for column in needed]
    reasons, faults = [], []
    for number, cells in enumerate(sheet.rows[header + 1 :], start=header + 2):
        reason, name = (cells[place] if place < len(cells) else None for place in places)
        try:
            if reason is not None:
                reasons.append(Reason(words.whole(name).strip(), words.whole(reason), sheet.place, number))
        except ValueError as error:
            faults.append(Fault(sheet.place, f"「{words.shown(reason)}」: {error}", number, "理由"))
    if faults:
        raise DeskError("data", "理由を読めませんでした。何も変えていません。", faults)
    return reasons


def entries(
    reasons: list[Reason], doubts: list[Doubt], known: list[Acknowledged]
) -> tuple[list[Acknowledged], list[Reason]]:
    """The answers that are new, and the reasons to doubts that there are no more.

    DeskError ``data`` for a reason that stands beside several kinds, for another answer to what has one, and for none at all.
    """
    by_name = {doubt.name: doubt for doubt in doubts}
    answered = {entry.doubt: entry.reason for entry in known}
    made, gone, faults = [], [], []
    kinds: dict[str, set[str]] = defaultdict(set)
    for entry in known:
        kinds[entry.reason].add(entry.doubt.partition("/")[0])
    for reason in reasons:
        if reason.doubt in by_name:
            kinds[reason.text].add(by_name[reason.doubt].rule)
    for reason in reasons:
        if reason.doubt not in by_name:
            gone.append(reason)
        elif answered.get(reason.doubt, reason.text) != reason.text:
            message = f"「{cut(reason.doubt)}」には、ほかの理由がもうあります。city.yaml を直すか、どちらかを空欄にしてください。"
            faults.append(Fault(reason.place, message, reason.row, "理由"))
        elif len(kinds[reason.text]) > 1:
            message = (
                f"「{cut(reason.text)}」が、種類の違う疑問({'、'.join(sorted(kinds[reason.text]))})に書かれています。"
                "疑問の種類ごとに、確かめた理由を書いてください。"
            )
            faults.append(Fault(reason.place, message, reason.row, "理由"))
        elif reason.doubt not in answered:
            try:
                made.append(Acknowledged(doubt=reason.doubt, reason=reason.text))
                answered[reason.doubt] = reason.text
            except ValidationError as error:
                faults += faults_of(error, Acknowledged, reason.place, reason.row)
    if faults:
        raise DeskError("data", "理由に誤りがあります。何も変えていません。", faults)
    return made, gone


def with_entries(text: str, new: list[Acknowledged]) -> str:
    """``text`` of city.yaml with more answers at the end of ``acknowledged``; every other line as it stands."""
    lines = text.splitlines(keepends=True)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    key = next((n for n, line in enumerate(lines) if re.match(r"acknowledged\s*:", line)), None)
    if key is None:
        lines.append(f"acknowledged:{end}")
        key = len(lines) - 1
    elif re.match(r"acknowledged\s*:\s*\[\s*\]", lines[key]):
        lines[key] = re.sub(r"\s*\[\s*\]", "", lines[key], count=1)
    inside = range(
        key + 1, next((n for n, line in enumerate(lines) if n > key and re.match(r"[^\s#-]", line)), len(lines))
    )
    items = [n for n in inside if re.match(r"\s*-\s", lines[n])]
    indent = re.match(r"\s*", lines[items[0]])[0] if items else "  "
    last = max((n for n in inside if re.match(r"\s*[^\s#]", lines[n])), default=key)
    added = [
        f"{indent}- doubt: {_scalar(entry.doubt)}{end}{indent}  reason: {_scalar(entry.reason)}{end}" for entry in new
    ]
    return "".join([*lines[: last + 1], *added, *lines[last + 1 :]])


def _scalar(text: str) -> str:
    """``text`` as YAML: plain where nothing in it means anything there, else in quotes."""
    is_plain = re.fullmatch(r"[^\W\d_].*", text) and not re.search(r": |:$| #|[\n\r\t\"\\]|\s$", text)
    words_of_yaml = ("true", "false", "yes", "no", "on", "off", "null", "y", "n")
    return text if is_plain and text.lower() not in words_of_yaml else json.dumps(text, ensure_ascii=False)
