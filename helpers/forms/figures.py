"""(1)① of a form: three years to fill in, beside the figures known today."""

from decimal import Decimal

from helpers import wareki
from helpers.forms.draft import (
    BELOW,
    COUNTS,
    ITEMS,
    LABELS,
    PARTS,
    PLACES,
    REFERENCE,
    TOTAL,
    YEARS,
    Draft,
    cell,
    row_of,
    total,
    upright,
)
from helpers.notation import round_half_up
from helpers.terms import AMOUNT_NAMES, MEASURE_NAMES, RATE

_LETTERS = {"assessed": "A", "collected": "B", "written_off": "C", "refund_due": "D", "outstanding": "E=A-B-C+D"}
TERMS = ("assessed", "collected", "written_off", "refund_due")  # that 収入未済額 follows from
_KNOWN = ("assessed", "collected", "outstanding")


def write(draft: Draft) -> None:
    """Write headings, items and counts."""
    _headings(draft)
    for item in ITEMS:
        draft.heading(row_of(item, 0), 1, row_of(item, TOTAL), 1, _title(draft, item))
        for line, label in enumerate(LABELS):
            row = row_of(item, line)
            draft.sheet.write(row, 2, label, draft.formats.text)
            for column in YEARS:
                _year_cell(draft, item, line, column)
            _reference_cell(draft, item, line)
    for row, title in enumerate(COUNTS, start=BELOW - len(COUNTS)):
        draft.sheet.write(row, 1, title, draft.formats.head)
        draft.sheet.write(row, 2, LABELS[TOTAL], draft.formats.text)
        for column in YEARS:
            draft.input_number(row, column, title.split("（")[0])
        draft.sheet.write_blank(row, REFERENCE, None, draft.formats.money)


def _headings(draft: Draft) -> None:
    sheet, form, head = draft.sheet, draft.form, draft.formats.head
    draft.heading(2, 0, BELOW - 1, 0, upright("（1）現状分析"))
    draft.heading(2, 1, 2, 6, "① 直近の決算状況等")
    draft.heading(3, 1, 4, 2, "項目")
    for back, column in zip((3, 2, 1), YEARS, strict=True):
        sheet.write(3, column, wareki.fiscal_year(form.fiscal_year - back), head)
        sheet.write(4, column, "決算見込み" if back == 1 else "決算", head)
    sheet.write(3, REFERENCE, f"参考 {wareki.day_or_end(form.as_of)}", head)
    sheet.write(4, REFERENCE, form.unit, head)


def _title(draft: Draft, item: str) -> str:
    if item == RATE:
        return f"{MEASURE_NAMES[RATE]}（%）" + (f"\nF={draft.rate.letters}" if draft.rate.letters else "")
    return f"{AMOUNT_NAMES[item]}（円）\n{_LETTERS[item]}"


def _year_cell(draft: Draft, item: str, line: int, column: int) -> None:
    """A cell to fill in, or what follows from the others: totals, outstanding amounts, rates."""
    row = row_of(item, line)
    if item == RATE and draft.rate.excel:
        draft.formula(row, column, _rate_formula(draft, line, column), draft.formats.rate)
    elif item == RATE:
        draft.input_rate(row, column, MEASURE_NAMES[RATE])
    elif item == "outstanding":
        terms = [cell(row_of(term, line), column) for term in TERMS]
        assessed, collected, written_off, refund_due = terms
        amount = f"N({assessed})-N({collected})-N({written_off})+N({refund_due})"
        draft.formula(row, column, f'=IF(COUNT({",".join(terms)})=0,"",{amount})', draft.formats.money)
    elif line == TOTAL:
        draft.sum(row, column, cell(row - 2, column), cell(row - 1, column))
    else:
        draft.input_number(row, column, AMOUNT_NAMES[item])


def _rate_formula(draft: Draft, line: int, column: int) -> str:
    terms = {term: cell(row_of(term, line), column) for term in draft.rate.terms}
    return draft.rate.excel.format(places=PLACES, **terms)


def _reference_cell(draft: Draft, item: str, line: int) -> None:
    """The figure known today; totals and rates as formulas over them."""
    row = row_of(item, line)
    if item == RATE and draft.rate.excel:
        draft.formula(row, REFERENCE, _rate_formula(draft, line, REFERENCE), draft.formats.rate, _rate(draft, line))
    elif item not in _KNOWN:
        draft.sheet.write_blank(row, REFERENCE, None, draft.formats.money)
    elif line == TOTAL:
        draft.sum(row, REFERENCE, cell(row - 2, REFERENCE), cell(row - 1, REFERENCE), _amount(draft, item, line))
    else:
        draft.amount(row, REFERENCE, _amount(draft, item, line))


def _amount(draft: Draft, item: str, line: int) -> Decimal | None:
    """The amount of a line that is known today: one part, or the sum of those known."""
    if item not in _KNOWN:
        return None
    amounts = getattr(draft.form, item)
    return total(amounts) if line == TOTAL else amounts[PARTS[line]]


def _rate(draft: Draft, line: int) -> Decimal | None:
    """What the cell's ROUND gives: half up, as Excel rounds positive numbers."""
    rate = draft.rate.rate({term: _amount(draft, term, line) for term in draft.rate.terms})
    return None if rate is None else round_half_up(rate, PLACES)
