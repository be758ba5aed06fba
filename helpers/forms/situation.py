"""(1)②–④ of a form, organisation, legal means and comparison with other cities; (2) issues and (3) measures."""

from helpers.forms.draft import BELOW, Draft, upright

# (rows, heading of both sides) of (2) and (3); in the second stands what is known.
_BANDS = (
    (4, "短期的な課題（年度中に取り組むべき課題）"),
    (7, "中・長期的な課題（年度を超えて取り組むべき課題）\n＜昨年度からの継続課題＞"),
    (3, "＜新規＞"),
)
_CONTINUED = 1
AIMS_TOP = BELOW + sum(rows + 1 for rows, _ in _BANDS)  # the first row below


def bands() -> list[tuple[int, str]]:
    """The row of the heading of each band of (2) and (3), with its short title."""
    tops = [BELOW + sum(rows + 1 for rows, _ in _BANDS[:number]) for number in range(len(_BANDS))]
    titles = [heading.split("（")[0].split("\n")[0].strip("＜＞") for _, heading in _BANDS]
    return list(zip(tops, titles, strict=True))


def write(draft: Draft) -> None:
    """Write (1)②–④."""
    form, box = draft.form, draft.formats.box
    blocks = [
        ("②回収体制", 2, 6, "回収体制（担当者数、徴収担当課など）を入力してください。"),
        ("③制度上の事項", 7, 11, "制度上の特徴や制約（根拠法令、時効、滞納処分の可否など）を入力してください。"),
    ]
    for title, first, last, hint in blocks:
        draft.heading(first, 7, last, 7, upright(title))
        draft.input_text(first, 8, last, 12, title, hint)
    draft.heading(12, 7, BELOW - 1, 7, upright("④他市類似債権との比較"))
    draft.heading(12, 8, 12, 12, "決算状況の比較")
    draft.text(13, 8, 16, 12, "\n".join(form.other_figures), box)
    draft.heading(17, 8, 17, 12, "各種措置・取組状況の比較")
    draft.text(18, 8, BELOW - 1, 12, "\n".join(form.other_initiatives), box)


def write_plans(draft: Draft) -> None:
    """Write (2) and (3), side by side."""
    issues, responses = "\n".join(draft.form.issues), "\n".join(draft.form.responses)
    draft.heading(BELOW, 0, AIMS_TOP - 1, 0, upright("（2）課題"))
    draft.heading(BELOW, 7, AIMS_TOP - 1, 7, upright("（3）対策"))
    for number, ((rows, heading), (top, title)) in enumerate(zip(_BANDS, bands(), strict=True)):
        draft.heading(top, 1, top, 6, heading)
        draft.heading(top, 8, top, 12, heading)
        draft.sheet.set_row(top, 32 if "\n" in heading else 18)
        issue, response = (issues, responses) if number == _CONTINUED else ("", "")
        bottom = top + rows
        draft.input_text(top + 1, 1, bottom, 6, f"課題 {title}", "課題を入力してください。", issue)
        draft.input_text(top + 1, 8, bottom, 12, f"対策 {title}", "課題に対する対策を入力してください。", response)
