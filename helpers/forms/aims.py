"""(4) the level aimed at, and (5) targets in figures with the change from last year's settlement."""

from helpers import wareki
from helpers.forms.draft import AIMS, LABELS, PARTS, TOTAL, YEARS, Draft, cell, row_of, total, upright
from helpers.forms.situation import AIMS_TOP as TOP
from helpers.terms import RATE

_BOTTOM = TOP + 7


def write(draft: Draft) -> None:
    """Write (4) and (5)."""
    _level(draft)
    _headings(draft)
    this = wareki.fiscal_year(draft.form.fiscal_year)
    _aim(draft, TOP + 1, f"目標収納率 {this}（%）", RATE)
    _change(draft, TOP + 2, "　前年度比較（ポイント）", RATE)
    _aim(draft, TOP + 3, f"目標収入未済額 {this}（円）", "outstanding")
    _change(draft, TOP + 4, "　前年度比較（円）", "outstanding")
    _last(draft, TOP + 5)
    note = "淡い黄色の欄に入力してください。灰色の欄は計算されるか、事務局が記入済みです。前年度比較は決算見込みとの差です。"
    draft.sheet.merge_range(TOP + 6, 8, _BOTTOM, 12, note, draft.formats.note)


def _level(draft: Draft) -> None:
    draft.heading(TOP, 0, _BOTTOM, 0, upright("（4）達成水準"))
    draft.heading(TOP, 1, TOP, 6, "目標とする達成水準")
    draft.input_text(TOP + 1, 1, TOP + 3, 6, "達成水準", "年度末に目指す状態を入力してください。")
    draft.heading(TOP + 4, 1, TOP + 4, 6, "他市類似債権と比較した取組目標")
    draft.input_text(TOP + 5, 1, _BOTTOM, 6, "取組目標", "他市の取組と比べた目標を入力してください。")


def _headings(draft: Draft) -> None:
    draft.heading(TOP, 7, _BOTTOM, 7, upright("（5）成果目標"))
    draft.heading(TOP, 8, TOP, 9, "項目")
    for column, label in zip(AIMS, LABELS, strict=True):
        draft.sheet.write(TOP, column, label, draft.formats.head)


def _aim(draft: Draft, row: int, label: str, item: str) -> None:
    """A target to fill in; that of the total amount follows from its parts."""
    draft.sheet.merge_range(row, 8, row, 9, label, draft.formats.text)
    for line, column in enumerate(AIMS):
        if item == RATE:
            draft.input_rate(row, column, "目標収納率")
        elif line == TOTAL:
            draft.sum(row, column, cell(row, AIMS[0]), cell(row, AIMS[1]))
        else:
            draft.input_number(row, column, "目標収入未済額")


def _change(draft: Draft, row: int, label: str, item: str) -> None:
    """By how much the target above differs from last year's settlement."""
    draft.sheet.merge_range(row, 8, row, 9, label, draft.formats.text)
    look = draft.formats.points if item == RATE else draft.formats.signed
    for line, column in enumerate(AIMS):
        now, before = cell(row - 1, column), cell(row_of(item, line), YEARS[-1])
        draft.formula(row, column, f'=IF(OR({now}="",{before}=""),"",{now}-{before})', look)


def _last(draft: Draft, row: int) -> None:
    """The targets of the year before, as far as they are known."""
    form = draft.form
    label = f"参考 {wareki.fiscal_year_short(form.fiscal_year - 1)}目標（{form.unit}）"
    draft.sheet.merge_range(row, 8, row, 9, label, draft.formats.text)
    for part, column in zip(PARTS, AIMS, strict=False):
        draft.amount(row, column, form.target[part])
    draft.sum(row, AIMS[TOTAL], cell(row, AIMS[0]), cell(row, AIMS[1]), total(form.target))
