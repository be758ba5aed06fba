"""What an import would do: from the cells of the files, the city's rules and the answers to the new contents of the desk's files."""

import csv
import io
from dataclasses import astuple, dataclass
from pathlib import Path

from helpers import params
from helpers.errors import shown_path
from helpers.intake import accounts, added, answers, change, export, headings, soundness, suggest, sums, workbook
from helpers.intake.accounts import PARTS, Mapping, Rule
from helpers.intake.added import Added
from helpers.intake.answers import Answers
from helpers.intake.change import Tables
from helpers.intake.export import Export
from helpers.intake.sheets import Sheet
from helpers.intake.suggest import Names
from helpers.intake.sums import Sums
from helpers.ledger.reading import read
from helpers.ledger.rows import CatalogueEntry, Claim
from helpers.terms import AMOUNT_NAMES


@dataclass(frozen=True)
class Plan:
    """One import, thought through and not yet done."""

    city: str
    root: Path
    found: Export
    claims: list[Claim]  # of claims.csv
    catalogue: list[CatalogueEntry]
    added: Added  # what the answers add to both
    names: Names
    given: Answers
    known: Mapping  # the rules of accounts.csv
    new_rules: list[Rule]  # what the answers add to them
    sums: Sums
    tables: Tables

    @property
    def mapping(self) -> Mapping:
        """The rules as they will be."""
        return Mapping([*self.known.rules, *self.new_rules], self.known.quiet)

    @property
    def has_figures(self) -> bool:
        """Whether figures.csv would have any: without one the desk does not open, and answers wait in the workbook."""
        return self.tables.figures.count("\n") > 1

    @property
    def files(self) -> dict[Path, bytes]:
        """The contents of the desk's files, in the order in which they are put in place: the figures, which packets are made of, last."""
        folder, texts = self.root / "data" / self.city, self.added.files(self.city, self.root)
        if self.new_rules:
            path = accounts.path_of(self.city, self.root)
            texts[path] = accounts.with_rules(self.city, self.root, self.new_rules, self.names.title)
        if (folder / "excluded.csv").exists() or self.tables.excluded.count("\n") > 1:
            texts[folder / "excluded.csv"] = self.tables.excluded
        texts[folder / "figures.csv"] = self.tables.figures
        return {path: text.encode("utf-8-sig") for path, text in texts.items()}

    def asked(self, written: bool) -> dict[str, list[answers.Row]]:
        """The rows of the workbook of open accounts, once the new rules are ``written`` or as long as they are not."""
        return answers.rows(self.found.lines, self.mapping if written else self.known, self.names, self.given)

    def beside(self, written: bool) -> dict[Path, bytes]:
        """The contents of what goes into ``build/``: the list of changes, and the workbook unless it says the same already."""
        asked, folder = self.asked(written), self.root / "build" / self.city
        offered = added.offered(self.added, [*self.claims, *(self.added.claims if written else [])], self.catalogue)
        files = {folder / "import.csv": self._list()}
        if offered != self.added.rows or not answers.same(asked, self.given):
            settings = params.load_city(self.city, self.root)
            files[folder / "accounts.xlsx"] = workbook.content(asked, offered, self.names, settings)
        return files

    def _list(self) -> bytes:
        """Every change of a figure and every new rule, as a CSV."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["種別", "年度", "債権", "区分", "指標", "前", "後", "単位", "出典"])
        for each in self.tables.changes:
            year, claim, part, measure = each.key
            old, new = ("" if value is None else f"{value:f}" for value in (each.old, each.new))
            what = [each.kind, year, self.names.title(claim), PARTS[part], AMOUNT_NAMES[measure]]
            writer.writerow([*what, old, new, each.unit, each.source])
        for claim in self.added.claims:
            writer.writerow(["債権", "", claim.name, "", "", "", claim.claim, "", claim.source])
        for rule in self.new_rules:
            what = ["規則", rule.years, self.names.title(rule.claim), PARTS.get(rule.part, rule.part)]
            writer.writerow([*what, "", "", self.shown(rule), "", ""])
        return stream.getvalue().encode("utf-8-sig")

    def shown(self, rule: Rule) -> str:
        """A rule in one line: 一般会計・保育料 → 保育料・計."""
        *patterns, claim, part, reason = astuple(rule)
        where = "・".join(filter(None, patterns)) or "全ての科目"
        return f"{where} → {'・'.join(filter(None, (self.names.title(claim), PARTS.get(part, part), reason)))}"


def plan(city: str, root: Path, files: list[list[Sheet]]) -> Plan:
    """What taking in ``files`` would do to the desk ``root``. DeskError names everything that cannot be read or is contradictory."""
    claims = change.claims(city, root)
    # What is wrong in the catalogue is told when the ledger is read.
    catalogue = [kind for _, kind in read(root / "data" / "catalogue.csv", CatalogueEntry, "data/catalogue.csv")[0]]
    book = root / "build" / city / "accounts.xlsx"
    shown = shown_path(book, root)
    classes = added.class_words(params.load_city(city, root).claim_classes)
    new = added.read(book, shown, city, claims, catalogue, classes)
    every_claim = [*claims, *new.claims]
    names = _names(every_claim, [*catalogue, *new.kinds])
    rules = accounts.load(city, root, names.words)
    found = export.load(files, headings.load_names(city, root), city)
    soundness.refuse(found.lines)
    given = answers.read(book, shown, names.words)
    known = Mapping(rules, accounts.quiet_accounts(found.lines))
    new_rules = _new_rules(given, found, known)
    total = sums.summed(found.lines, Mapping([*rules, *new_rules], known.quiet))
    tables = change.tables(city, root, total, found.years, [claim.claim for claim in every_claim])
    return Plan(city, root, found, claims, catalogue, new, names, given, known, new_rules, total, tables)


def _names(claims: list[Claim], catalogue: list[CatalogueEntry]) -> Names:
    """What the claims are called: by the city, by their identifiers, and by the catalogue that all cities share."""
    shared = {kind.claim: kind.name for kind in catalogue}
    words: dict[str, str] = {}
    for claim in claims:
        for word in (claim.name, claim.short_name, claim.claim):
            words.setdefault(word, claim.claim)
    for claim in claims:
        words.setdefault(shared.get(claim.claim, claim.name), claim.claim)
    return Names(words)


def _new_rules(given: Answers, found: Export, known: Mapping) -> list[Rule]:
    """What the answers add to the rules: nothing where the rules decide already, or contradict each other."""
    pairs = []
    for lines, outcome in given.outcomes(found.lines):
        undecided = [line for line in lines if not known.outcomes(line)]
        pairs += [(undecided, outcome)] if undecided else []
    rules = (*suggest.rules_for(pairs, found.lines, known), *given.quiet)
    return [rule for rule in rules if rule not in known.rules]
