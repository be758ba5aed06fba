"""``params/<city>/accounts.csv``: the city's rules, which account of the export is which claim, one rule a line."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path

from helpers.errors import DeskError, Fault, did_you_mean, shown_path
from helpers.intake import words
from helpers.intake.export import Line
from helpers.intake.sheets import decoded, read
from helpers.intake.words import bare, plain
from helpers.terms import SEGMENTS

COLUMNS = ("年度", "会計", "コード", "科目名称", "所属", "債権", "区分", "理由")
EXCLUDED, QUIET = "除外", "除外(残なし)"
PARTS = {"current": "現年", "carried_over": "滞納繰越", "total": "計"}
# What people write for a part, for leaving an account out, and for leaving out what nothing is owed of.
_PARTS = {
    **{plain(word): part for part, word in PARTS.items()},
    **{part: part for part in PARTS},
    **{plain(word): part for part, word in SEGMENTS.items()},
    **dict.fromkeys(("現年分", "現年課税分"), "current"),
    **dict.fromkeys(("滞納繰越分", "滞繰", "滞繰分", "過年", "過年度分"), "carried_over"),
    "合計": "total",
    plain(EXCLUDED): EXCLUDED,
    plain(QUIET): QUIET,
}


@dataclass(frozen=True)
class Outcome:
    """What becomes of a line: a claim and its part, or nothing, for a reason."""

    claim: str = ""
    part: str = EXCLUDED
    reason: str = ""

    @property
    def decision(self) -> tuple[str, str]:
        """What two rules must agree in."""
        return self.claim, self.part if self.claim else EXCLUDED


@dataclass(frozen=True)
class Rule:
    """One line of accounts.csv. The first five are patterns (``*`` is anything, blank too)."""

    years: str
    account: str
    code: str
    name: str
    section: str
    claim: str  # identifier; "" if it leaves accounts out
    part: str  # current, carried_over, total, 除外 or 除外(残なし)
    reason: str = ""

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.claim, self.part, self.reason)

    def fits(self, line: Line) -> bool:
        return (
            _year_fits(self.years, line.year)
            and _fits(self.account, line.account, line.account_code)
            and _fits(self.code, line.code)
            and _fits(self.name, line.name)
            and _fits(self.section, line.section, line.section_code)
        )


def _fits(pattern: str, *texts: str) -> bool:
    return not pattern or any(_pattern(pattern).fullmatch(_normal(text)) for text in texts if text)


@lru_cache(maxsize=10_000)
def _pattern(pattern: str) -> re.Pattern:
    return re.compile(".*".join(re.escape(part) for part in _normal(pattern).split("*")))


@lru_cache(maxsize=100_000)
def _normal(text: str) -> str:
    return bare(plain(text))


@lru_cache(maxsize=10_000)
def _year_fits(years: str, year: int) -> bool:
    if not years:
        return True
    first, last = year_range(years)
    return first <= year <= last


def year_range(years: str) -> tuple[int, int]:
    """2018-2020 → (2018, 2020), 令和2年度 → (2020, 2020). ValueError if it is neither."""
    ends = [words.year(end) for end in re.split(r"[-~]", plain(years))]
    if len(ends) > 2 or ends[0] > ends[-1]:
        raise ValueError("年度を 2020 または 2018-2020 の形で書いてください。")
    return ends[0], ends[-1]


@dataclass(frozen=True)
class Mapping:
    """The rules, and the lines of one import that they have decided on."""

    rules: list[Rule]
    quiet: set[tuple[str, str]]  # accounts (会計, 科目名称) of which nothing is owed in any year of the import

    def outcomes(self, line: Line) -> list[Outcome]:
        """What the rules make of a line: one outcome; several that contradict each other; none."""
        found: dict[tuple, Outcome] = {}
        for rule in self.rules:
            if rule.part != QUIET and rule.fits(line):
                found.setdefault(rule.outcome.decision, rule.outcome)
        if not found and account_of(line) in self.quiet:
            found = {
                rule.outcome.decision: rule.outcome for rule in self.rules if rule.part == QUIET and rule.fits(line)
            }
        return list(found.values())

    def outcome(self, line: Line) -> Outcome | None:
        """The only outcome of a line; None if it is open."""
        found = self.outcomes(line)
        return found[0] if len(found) == 1 else None


def account_of(line: Line) -> tuple[str, str]:
    return plain(line.account), plain(line.name)


def quiet_accounts(lines: list[Line]) -> set[tuple[str, str]]:
    """Accounts of which nothing is owed, was written off, or is to be paid back, in any department and year."""
    return {account_of(line) for line in lines} - {account_of(line) for line in lines if line.is_open}


def part_of(word: str) -> str:
    """現年, 滞納繰越, 計, 除外 or their codes → the code. ValueError, in Japanese, for another word."""
    if found := _PARTS.get(plain(word)):
        return found
    known = "、".join((*PARTS.values(), EXCLUDED, QUIET))
    raise ValueError(f"区分に使えるのは {known} です。")


def claim_of(word: str, names: dict[str, str]) -> str:
    """The identifier of a claim by itself or by a name of ``names`` (word → identifier). ValueError if there is none."""
    if found := {plain(name): claim for name, claim in names.items()}.get(plain(word)):
        return found
    raise ValueError(f"claims.csv にも「債権の追加」のシートにもない債権です。{did_you_mean(word, names)}")


def path_of(city: str, root: Path) -> Path:
    return root / "params" / city / "accounts.csv"


def load(city: str, root: Path, names: dict[str, str]) -> list[Rule]:
    """The rules of a city; none if there is no file. DeskError ``params`` names every fault in it."""
    path = path_of(city, root)
    file = shown_path(path, root)
    if not path.exists():
        return []
    rows = read(path, file)[0].rows
    header = [words.shown(cell) for cell in rows[0]] if rows else []
    if set(COLUMNS) - set(header):
        fault = Fault(file, f"1 行目に次の列名を書いてください: {','.join(COLUMNS)}", 1)
        raise DeskError("params", f"{file} を読めませんでした。", [fault])
    rules: list[Rule] = []
    faults: list[Fault] = []
    for number, cells in enumerate(rows[1:], start=2):
        if any(cell is not None for cell in cells):
            texts = dict(zip(header, (words.shown(cell) for cell in cells), strict=False))
            made, wrong = read_rule({column: texts.get(column, "") for column in COLUMNS}, names)
            faults += [Fault(file, why, number, column) for column, why in wrong]
            rules += [made] if made else []
    if faults:
        raise DeskError("params", f"{file} に誤りがあります。", faults)
    return rules


def read_rule(texts: dict[str, str], names: dict[str, str]) -> tuple[Rule | None, list[tuple[str, str]]]:
    """The rule that a row says, by the headings of ``COLUMNS``; None and what is wrong, column by column, if it says none."""
    wrong = []
    claim = part = ""
    try:
        part = part_of(texts["区分"])
    except ValueError as error:
        wrong.append(("区分", f"「{texts['区分']}」: {error}"))
    if part in (EXCLUDED, QUIET):
        wrong += [("理由", "除外する理由を書いてください。")] if not texts["理由"] else []
        wrong += [("債権", "除外する科目には、債権を書かないでください。")] if texts["債権"] else []
    else:
        try:
            claim = claim_of(texts["債権"], names)
        except ValueError as error:
            wrong.append(("債権", f"「{texts['債権']}」: {error}"))
    try:
        if texts["年度"]:
            year_range(texts["年度"])
    except ValueError as error:
        wrong.append(("年度", f"「{texts['年度']}」: {error}"))
    try:
        words.code(texts["コード"])
    except ValueError as error:
        wrong.append(("コード", f"「{texts['コード']}」: {error}"))
    patterns = [texts[column] for column in COLUMNS[:5]]
    return (None, wrong) if wrong else (Rule(*patterns, claim, part, texts["理由"]), [])


def with_rules(city: str, root: Path, new: list[Rule], title: Callable[[str], str]) -> str:
    """The text of accounts.csv with rules at its end, claims by their ``title``; what stands there stays as it is."""
    path = path_of(city, root)
    if path.exists():
        text = decoded(path.read_bytes(), shown_path(path, root))
        end = "\r\n" if "\r\n" in text else "\n"
        text += "" if not text or text.endswith("\n") else end
    else:
        text, end = ",".join(COLUMNS) + "\n", "\n"
    stream = io.StringIO()
    csv.writer(stream, lineterminator=end).writerows(_written(rule, title) for rule in new)
    return text + stream.getvalue()


def _written(rule: Rule, title: Callable[[str], str]) -> list[str]:
    *patterns, claim, part, reason = astuple(rule)
    return [*patterns, title(claim), PARTS.get(part, part), reason]
