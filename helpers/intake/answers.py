"""``build/<city>/accounts.xlsx``: the accounts that no rule fits, with a likely claim for each; read back when it was filled in.

An answer counts when its row is confirmed (○), or says something else than what was suggested.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from helpers.errors import DeskError, Fault
from helpers.intake import suggest, words
from helpers.intake.accounts import COLUMNS as RULE_COLUMNS
from helpers.intake.accounts import PARTS, QUIET, Mapping, Outcome, Rule, account_of, read_rule
from helpers.intake.export import Line
from helpers.intake.sheets import read as read_sheets
from helpers.intake.suggest import Names
from helpers.intake.sums import Sum, ranges
from helpers.intake.words import plain
from helpers.terms import AMOUNT_NAMES, AMOUNTS

ASKED, NOTHING_OWED = "科目", "収入未済のない科目"  # the two sheets
_MONEY = tuple(AMOUNT_NAMES[name] for name in AMOUNTS)
_KEY = ("会計", "コード", "科目名称", "所属")
_ANSWER = ("債権", "区分", "理由")
COLUMNS = ("年度", *_KEY, *_MONEY, "事情", "見込み", "確認", *_ANSWER)
CONFIRMED = "○"
EVERYTHING = "(収入未済のない科目すべて)"  # the row that answers for all of them
_QUIET_REASON = "収入未済がない"

Row = dict[str, object]  # by COLUMNS


@dataclass
class Answers:
    """What a filled-in workbook says. ``rows`` are its rows as they stand, by sheet."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {ASKED: [], NOTHING_OWED: []})
    given: list[tuple[Row, Rule]] = field(default_factory=list)  # rows that count, with what they say
    unfinished: int = 0

    def outcomes(self, lines: list[Line]) -> list[tuple[list[Line], Outcome]]:
        """The lines that each answer is about, with the answer."""
        accounts = _by_account(lines)
        return [(lines_of(row, accounts), rule.outcome) for row, rule in self.given if not _is_everything(row)]

    @property
    def quiet(self) -> list[Rule]:
        """The rule for everything of which nothing is owed, if that was answered."""
        return [Rule("", "", "", "", "", "", QUIET, rule.reason) for row, rule in self.given if _is_everything(row)]


def _is_everything(row: Row) -> bool:
    return str(row["科目名称"]).startswith(EVERYTHING)


def lines_of(row: Row, accounts: dict[tuple, list[Line]]) -> list[Line]:
    """The lines that a row of the workbook stands for."""
    section, codes = plain(row["所属"]), words.shown(row["コード"]).split("、")
    return [line for line in accounts.get(_account(row), []) if plain(line.section) == section and line.code in codes]


def read(path: Path, file: str, names: dict[str, str]) -> Answers:
    """The answers in the workbook; none if there is no file. DeskError ``data`` names every answer that cannot be understood."""
    answers = Answers()
    faults: list[Fault] = []
    for sheet in read_sheets(path, file) if path.exists() else []:
        if sheet.name not in answers.rows:
            continue
        header = next((n for n, cells in enumerate(sheet.rows) if set(COLUMNS) <= set(map(words.shown, cells))), None)
        if header is None:
            fault = Fault(sheet.place, f"見出しの行がありません。次の列がこの名で要ります: {'、'.join(COLUMNS)}。")
            raise DeskError("data", "回答の表を読めませんでした。消すと、作り直します(回答も消えます)。", [fault])
        places = [[words.shown(cell) for cell in sheet.rows[header]].index(column) for column in COLUMNS]
        for number, cells in enumerate(sheet.rows[header + 1 :], start=header + 2):
            row = {c: cells[at] if at < len(cells) else None for c, at in zip(COLUMNS, places, strict=True)}
            if row["科目名称"] is not None:
                answers.rows[sheet.name].append(row)
                faults += [Fault(sheet.place, why, number, column) for column, why in _take(row, answers, names)]
    if faults:
        raise DeskError("data", f"{file} の回答に誤りがあります。何も変えていません。", faults)
    return answers


def _take(row: Row, answers: Answers, names: dict[str, str]) -> list[tuple[str, str]]:
    """Put the answer of a row where it belongs; returns what is wrong with it."""
    answer = {column: words.shown(row[column]) for column in _ANSWER}
    confirmed = row["確認"] is not None
    if not any(answer.values()) or (not confirmed and told(*answer.values()) == words.shown(row["見込み"])):
        return [("区分", "確認に印がありますが、回答がありません。")] if confirmed else []
    if not confirmed and not (answer["区分"] and (answer["債権"] or answer["理由"])):
        answers.unfinished += 1
        return []
    rule, wrong = read_rule({**dict.fromkeys(RULE_COLUMNS, ""), **answer}, names)
    if rule:
        answers.given.append((row, rule))
    return wrong


def told(claim: str, part: str, reason: str) -> str:
    """An answer in one cell, to be compared: 介護保険料・現年."""
    return "・".join(filter(None, (claim, part, reason)))


def rows(lines: list[Line], mapping: Mapping, names: Names, answers: Answers) -> dict[str, list[Row]]:
    """The rows of the new workbook: the accounts that are open, most owed first, with what was answered or is likely."""
    found: dict[str, list[Row]] = {ASKED: [], NOTHING_OWED: []}
    kept, waiting = _kept(lines, mapping, names, answers)
    found[ASKED] += kept
    for own in _accounts(waiting):
        row = _row(own)
        row["事情"] = _conflict(own[0], mapping, names)
        if guess := None if row["事情"] else suggest.suggestion(own[0], mapping, names):
            _fill(row, guess, names)
        of_interest = account_of(own[0]) not in mapping.quiet or row["見込み"] or row["事情"]
        found[ASKED if of_interest else NOTHING_OWED].append(row)
    owed = _owed(lines)
    found[ASKED].sort(
        key=lambda row: (-owed.get(_account(row), 0), *(words.shown(row[c]) for c in ("会計", "科目名称", "所属")))
    )
    if found[NOTHING_OWED] and not any(rule.part == QUIET for rule in mapping.rules):
        found[ASKED].insert(0, _everything(found[NOTHING_OWED], answers))
    return found


def _kept(lines: list[Line], mapping: Mapping, names: Names, answers: Answers) -> tuple[list[Row], list[Line]]:
    """The rows that were answered, if only in part, and are not rules yet, as they stand; and the open lines that they leave.

    An answer to accounts of which this import has no line waits for one that has.
    """
    waiting = {id(line): line for line in lines if mapping.outcome(line) is None}
    accounts = _by_account(lines)
    kept = []
    for row in (row for own in answers.rows.values() for row in own):
        if _is_answered(row) and not _is_everything(row):
            present = lines_of(row, accounts)
            own = [waiting.pop(id(line)) for line in present if id(line) in waiting]
            if own or not present:
                kept.append({**row, "事情": _conflict(own[0], mapping, names) if own else None})
    return kept, list(waiting.values())


def _by_account(lines: list[Line]) -> dict[tuple[str, str], list[Line]]:
    accounts: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        accounts[account_of(line)].append(line)
    return accounts


def _account(row: Row) -> tuple[str, str]:
    return plain(row["会計"]), plain(row["科目名称"])


def _is_answered(row: Row) -> bool:
    answer = told(*(words.shown(row[column]) for column in _ANSWER))
    return row["確認"] is not None or bool(answer and answer != words.shown(row["見込み"]))


def _owed(lines: list[Line]) -> dict[tuple[str, str], Decimal]:
    """What is owed of each account over all its departments in its latest year: one may have the assessment, another the receipts."""
    years: dict[tuple, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line in lines:
        years[account_of(line)][line.year] += line.amounts.get("outstanding", 0)
    return {account: abs(own[max(own)]) for account, own in years.items()}


def _accounts(lines: list[Line]) -> list[list[Line]]:
    """Lines that are one account: of one name and department; by code too, where a year has several."""
    alike: dict[tuple, list[Line]] = defaultdict(list)
    for line in lines:
        alike[*account_of(line), plain(line.section)].append(line)
    found = []
    for own in alike.values():
        codes: dict[int, set[str]] = defaultdict(set)
        for line in own:
            codes[line.year].add(line.code)
        if all(len(each) == 1 for each in codes.values()):
            found.append(own)
        else:
            parts: dict[str, list[Line]] = defaultdict(list)
            for line in own:
                parts[line.code].append(line)
            found += parts.values()
    return found


def _row(own: list[Line]) -> Row:
    years = sorted({line.year for line in own})
    latest = Sum([line for line in own if line.year == years[-1]]).amounts
    return {
        **dict.fromkeys(COLUMNS),
        "年度": ranges(years),
        "会計": own[0].account,
        "コード": "、".join(dict.fromkeys(line.code for line in own)),
        "科目名称": own[0].name,
        "所属": own[0].section,
        **{AMOUNT_NAMES[name]: latest.get(name) for name in AMOUNTS},
    }


def _conflict(line: Line, mapping: Mapping, names: Names) -> str | None:
    """What to say of an account that rules contradict each other about; None if they do not."""
    if outcomes := mapping.outcomes(line):
        return f"accounts.csv の規則が食い違っています({'、'.join(_said(each, names) for each in outcomes)})"
    return None


def _said(outcome: Outcome, names: Names) -> str:
    return told(names.title(outcome.claim), PARTS.get(outcome.part, outcome.part), "")


def _fill(row: Row, guess: Outcome, names: Names) -> None:
    """Suggest an outcome in a row: as what is likely, and as the answer that is to be confirmed."""
    claim = names.title(guess.claim) or None
    part = PARTS.get(guess.part, guess.part)
    row |= {"債権": claim, "区分": part, "理由": guess.reason or None}
    row["見込み"] = told(claim or "", part, guess.reason)


def _everything(nothing_owed: list[Row], answers: Answers) -> Row:
    """The row that answers for all accounts of which nothing is owed."""
    for row in answers.rows[ASKED]:
        if _is_everything(row) and _is_answered(row):
            return row
    money = {c: sum((Decimal(str(row[c] or 0)) for row in nothing_owed), Decimal(0)) for c in _MONEY}
    return {
        **dict.fromkeys(COLUMNS),
        "科目名称": f"{EVERYTHING} {len(nothing_owed)} 件",
        **money,
        "見込み": told("", QUIET, _QUIET_REASON),
        "区分": QUIET,
        "理由": _QUIET_REASON,
    }


def same(new: dict[str, list[Row]], answers: Answers) -> bool:
    """Whether the workbook says already what it would say."""

    def texts(rows: list[Row]) -> list[list[str]]:
        return [[words.shown(float(c) if isinstance(c, Decimal | int) else c) for c in row.values()] for row in rows]

    return all(texts(new[sheet]) == texts(answers.rows[sheet]) for sheet in new)
