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
        accounts: dict[tuple, list[Line]] = defaultdict(list)
        for line in lines:
            accounts[account_of(line)].append(line)
        return [(lines_of(row, accounts), rule.outcome) for row, rule in self.given if not _is_everything(row)]

    @property
    def quiet(self) -> list[Rule]:
        """The rule for everything of which nothing is owed, if that was answered."""
        return [Rule("", "", "", "", "", "", QUIET, rule.reason) for row, rule in self.given if _is_everything(row)]


def _is_everything(row: Row) -> bool:
    return str(row["科目名称"]).startswith(EVERYTHING)


def lines_of(row: Row, accounts: dict[tuple, list[Line]]) -> list[Line]:
    """The lines that a row of the workbook stands for."""
    account, codes, name, section = (words.shown(row[column]) for column in _KEY)
    own = accounts.get((plain(account), plain(name)), [])
    known = codes.split("、")
    return [line for line in own if plain(line.section) == plain(section) and (line.code in known or not codes)]


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
    before = {
        tuple(plain(words.shown(row[column])) for column in _KEY): row for own in answers.rows.values() for row in own
    }
    asked: list[Row] = []
    nothing_owed: list[Row] = []
    for own in _accounts([line for line in lines if mapping.outcome(line) is None]):
        row = _row(own, mapping)
        guess = suggest.suggestion(own[0], mapping, names) if not row["事情"] else None
        of_quiet = account_of(own[0]) in mapping.quiet
        if guess and not (of_quiet and guess.part not in PARTS):
            _fill(row, guess, names)
        is_asked = not of_quiet or bool(row["見込み"]) or bool(row["事情"])
        old = before.pop(tuple(plain(words.shown(row[column])) for column in _KEY), None)
        if old and _is_answered(old):
            row |= {column: old[column] for column in ("見込み", "確認", *_ANSWER)}
        (asked if is_asked else nothing_owed).append(row)
    owed = _owed(lines)
    asked.sort(
        key=lambda row: (-owed[plain(row["会計"]), plain(row["科目名称"])], row["会計"], row["科目名称"], row["所属"])
    )
    if nothing_owed and not any(rule.part == QUIET for rule in mapping.rules):
        asked.insert(0, _everything(nothing_owed, answers))
    present = {id(line) for line in lines}
    for old, rule in answers.given:  # what this import has no line of waits for one that has
        if not _is_everything(old) and not any(
            id(line) in present for line in Answers(given=[(old, rule)]).outcomes(lines)[0][0]
        ):
            asked.append(old)
    return {ASKED: asked, NOTHING_OWED: nothing_owed}


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


def _row(own: list[Line], mapping: Mapping) -> Row:
    years = sorted({line.year for line in own})
    latest = Sum([line for line in own if line.year == years[-1]]).amounts
    conflict = mapping.outcomes(own[0])
    return {
        "年度": ranges(years),
        "会計": own[0].account,
        "コード": "、".join(dict.fromkeys(line.code for line in own)),
        "科目名称": own[0].name,
        "所属": own[0].section,
        **{AMOUNT_NAMES[name]: latest.get(name) for name in AMOUNTS},
        "事情": f"accounts.csv の規則が食い違っています({'、'.join(_said(each) for each in conflict)})"
        if conflict
        else None,
        **dict.fromkeys(("見込み", "確認", *_ANSWER)),
    }


def _said(outcome: Outcome) -> str:
    return told(outcome.claim, PARTS.get(outcome.part, outcome.part), "")


def _fill(row: Row, guess: Outcome, names: Names) -> None:
    """Suggest an outcome in a row: as what is likely, and as the answer that is to be confirmed."""
    claim = next((word for word, identifier in names.words.items() if identifier == guess.claim), None)
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
