"""What an account may be, guessed from words: a suggestion that a person confirms, never a decision."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from helpers.intake.accounts import EXCLUDED, Mapping, Outcome, Rule, account_of
from helpers.intake.export import Line
from helpers.intake.words import plain

_CARRIED_OVER = re.compile("滞納繰越|滞繰|過年度|繰越分")
_CURRENT = re.compile("現年")
# Words of what a special account is kept for.
_OF_ACCOUNT = re.compile("徴収|課税|保険料|保険税|現年|滞納|滞繰|過年")
_INTEREST = "延滞金・加算金は、債権の本税・本料に含めない"
_GRANT = "国・都道府県などからの補助金・交付金・委託金で、債権管理の対象ではない"
_NO_CLAIM = {
    "延滞金": _INTEREST,
    "加算金": _INTEREST,
    "補助金": _GRANT,
    "交付金": _GRANT,
    "委託金": _GRANT,
    "繰入金": "会計の間の繰入金で、債権管理の対象ではない",
    "事業債": "地方債で、債権管理の対象ではない",
}
REASONS = (
    *dict.fromkeys(_NO_CLAIM.values()),
    "少額で、債権管理の対象としていない",
    "翌年度に収入する財源で、滞納ではない",
    "種々の収入が一つの科目にあり、債権を分けられない",
)
_NEAR = 0.6  # likeness of two names: below it they share words by chance


@dataclass(frozen=True)
class Names:
    """The claims to choose from, by the words for them (of the city, then of the catalogue), in the order of claims.csv."""

    words: dict[str, str]  # word → identifier

    def title(self, claim: str) -> str:
        """The first word for a claim: its name, unless that is another one's too."""
        return next((word for word, identifier in self.words.items() if identifier == claim), claim)


def suggestion(line: Line, mapping: Mapping, names: Names) -> Outcome | None:
    """The likely outcome of a line; None if nothing speaks for any. Where nothing is owed, a likeness of names is not enough."""
    if known := _as_before(line, mapping):
        return known
    name, quiet = plain(line.name), account_of(line) in mapping.quiet
    for word, reason in _NO_CLAIM.items():
        if word in name:
            return None if quiet else Outcome("", EXCLUDED, reason)
    words = tuple(names.words.items())
    if _OF_ACCOUNT.search(name) and (claim := _of_account(plain(line.account), words)):
        return Outcome(claim, _part(name) or ("carried_over" if line.code.split("-")[3:4] == ["2"] else "current"))
    if not quiet and (claim := _alike(name, words)):
        return Outcome(claim, _part(name) or "total")
    return None


def _part(name: str) -> str:
    return "carried_over" if _CARRIED_OVER.search(name) else "current" if _CURRENT.search(name) else ""


def _as_before(line: Line, mapping: Mapping) -> Outcome | None:
    """What the rules say of an account of the same name under another code or department, or in another year."""
    found = {
        rule.outcome.decision: rule.outcome
        for rule in mapping.rules
        if rule.name and "*" not in rule.name and replace(rule, years="", code="", section="").fits(line)
    }
    return next(iter(found.values())) if len(found) == 1 else None


@lru_cache(maxsize=10_000)
def _of_account(account: str, words: tuple[tuple[str, str], ...]) -> str:
    """The claim that an account is kept for, as 介護保険特別会計 is for 介護保険料: there 節 1 is of the year, 節 2 carried over."""
    for word, claim in words:
        stem = re.sub("(使用料|保険料|保険税|料|税)$", "", plain(word))
        if len(stem) > 1 and stem != plain(word) and stem in account:
            return claim
    return ""


@lru_cache(maxsize=10_000)
def _alike(name: str, words: tuple[tuple[str, str], ...]) -> str:
    """The claim whose name is most like ``name``, if any is."""
    best, near = "", _NEAR
    for word, claim in words:
        known = plain(word)
        likeness = 1.0 if known == name else 0.9 if known in name else SequenceMatcher(None, known, name, False).ratio()
        if likeness > near:
            best, near = claim, likeness
    return best


def rules_for(answers: list[tuple[list[Line], Outcome]], lines: list[Line], mapping: Mapping) -> list[Rule]:
    """The shortest rules that say of every answered line what was answered, and nothing of any line that was answered otherwise
    or not at all.
    """
    answered = {id(line): outcome for own, outcome in answers for line in own}
    alike: dict[tuple, list[Line]] = defaultdict(list)
    for line in lines:
        alike[account_of(line)].append(line)

    def says(line: Line) -> tuple | None:
        outcome = answered.get(id(line)) or mapping.outcome(line)
        return outcome.decision if outcome else None

    rules: dict[Rule, None] = {}
    for own, outcome in answers:
        for line in own:
            if any(rule.outcome == outcome and rule.fits(line) for rule in rules):
                continue
            for rule in _candidates(line, outcome):
                if all(says(other) == outcome.decision for other in alike[account_of(line)] if rule.fits(other)):
                    rules[rule] = None
                    break
    return list(rules)


def _candidates(line: Line, outcome: Outcome) -> list[Rule]:
    """Rules that fit a line, the shortest first; the last fits nothing but it in its year."""
    of = (outcome.claim, outcome.part, outcome.reason)
    section = line.section_code or line.section
    return [
        Rule("", line.account, "", line.name, "", *of),
        Rule("", line.account, line.code, line.name, "", *of),
        Rule("", line.account, "", line.name, section, *of),
        Rule("", line.account, line.code, line.name, section, *of),
        Rule(str(line.year), line.account, line.code, line.name, section, *of),
    ]
