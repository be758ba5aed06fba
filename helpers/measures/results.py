"""What was done and what came of it: results beside last year's, initiatives by tag."""

from collections.abc import Iterable

import pandas as pd

from helpers.ledger import Ledger
from helpers.measures.formulas import difference, growth, is_met

UNTAGGED = "別の記載なし"

# What makes two results the same thing in two years. The date is left out: 9月末 of one year answers 9月末 of the next.
_RESULT = ["segment", "measure", "item", "group", "unit"]


def results(ledger: Ledger, claim: str, fiscal_year: int, group: str | None = None) -> pd.DataFrame:
    """What ``claim`` (or one ``group`` of it) reports to have done in ``fiscal_year``, with last year's figure beside each, in the source's order.

    Columns: segment, measure, item, group, unit, as_of, approx, last, this, growth (%, for counts and amounts), points (for
    rates), printed (a change against last year of which the source prints only itself), target, target_unit, met. A result
    counted over another period (another ``group``) is another row. A target in another unit (件/係) has no verdict.

    DeskError ``data`` if a result has two figures in one year.
    """
    figures = ledger.figures(claim=claim)
    figures = figures[figures["fiscal_year"].isin([fiscal_year, fiscal_year - 1]) & (figures["measure"] != "rank")]
    if group is not None:
        figures = figures[figures["group"] == group]
    changes = (figures["kind"] == "difference") & (figures["base_year"] == fiscal_year - 1)
    reported = figures[(figures["kind"] == "actual") | (changes & (figures["fiscal_year"] == fiscal_year))]
    targets = figures[(figures["kind"] == "target") & (figures["fiscal_year"] == fiscal_year)]
    rows, found = {}, {}
    for figure in reported.itertuples():
        key = (*(getattr(figure, column) for column in _RESULT[:-1]), _rate_unit(figure.unit))
        row = rows.setdefault(key, dict(zip(_RESULT, key, strict=True)) | {"last": None, "this": None, "printed": None})
        if figure.fiscal_year == fiscal_year:
            row["as_of"], row["approx"] = figure.as_of, figure.approx
        year = "printed" if figure.kind == "difference" else "this" if figure.fiscal_year == fiscal_year else "last"
        found.setdefault((key, year), []).append(figure.Index)
        row[year] = ledger.only(figures.loc[found[key, year]]).value
    for key, row in rows.items():
        same = targets[targets["as_of"] == row.get("as_of", "")]
        for column, value in zip(_RESULT[:-1], key[:-1], strict=True):
            same = same[same[column] == value]
        target = ledger.only(same)
        is_rate = row["unit"] == "%"
        row["points"] = difference(row["this"], row["last"]) if is_rate else None
        row["growth"] = None if is_rate else growth(row["this"], row["last"])
        row["target"] = target.value if target else None
        row["target_unit"] = target.unit if target else ""
        comparable = target is not None and target.unit == row["unit"]
        row["met"] = is_met(row["this"], row["target"]) if comparable else None
    columns = [
        *_RESULT,
        "as_of",
        "approx",
        "last",
        "this",
        "growth",
        "points",
        "printed",
        "target",
        "target_unit",
        "met",
    ]
    return pd.DataFrame(rows.values(), columns=columns, dtype=object).fillna({"as_of": "", "approx": ""})


def _rate_unit(unit: str) -> str:
    return "%" if unit == "ポイント" else unit


def tag_counts(initiatives: pd.DataFrame, claims: Iterable[str]) -> pd.DataFrame:
    """Numbers of initiatives by claim (rows) and tag (columns); rows and columns without any are left out.

    Where a source tags only some, the others count under ``UNTAGGED``.
    """
    counts = pd.crosstab(initiatives["claim"], initiatives["tag"].replace("", UNTAGGED))
    tags = [tag for tag in ("新規", "拡充", "強化", "継続", UNTAGGED) if tag in counts.columns]
    return counts.loc[[claim for claim in claims if claim in counts.index], tags]
