"""Take in the accounting system's export: say what it would change, and with ``apply`` change it, all or nothing."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

from filelock import FileLock, Timeout

from helpers import params
from helpers.console import say
from helpers.errors import DeskError, runs, shown_path
from helpers.intake import accounts, answers, change, export, headings, place, soundness, suggest, sums, workbook
from helpers.intake.accounts import PARTS, Mapping, Rule
from helpers.intake.answers import Answers
from helpers.intake.change import Change, Tables
from helpers.intake.export import Export
from helpers.intake.rehearsal import rehearse
from helpers.intake.sheets import Sheet, files_of, is_of_the_house, read
from helpers.intake.suggest import Names
from helpers.ledger.reading import read as read_table
from helpers.ledger.rows import Claim, Kind
from helpers.params import desk
from helpers.press.place import writing
from helpers.services.report import copy_of_inputs
from helpers.terms import AMOUNT_NAMES

_SHOWN = 40  # lines of a list on the screen; all of it is in import.csv


def run(city: str, files: list[str], apply: bool) -> int:
    """Read exports (files and folders), say what they make of the city's tables; write it only where ``apply``.

    Returns 0. DeskError names everything that cannot be read or is contradictory; then nothing was changed.
    """
    params.check_city(city)
    if not all(file.strip() for file in files) or not files:
        raise DeskError("usage", "取り込むファイルかフォルダーを指定してください(例: make import CITY=… FILES=…)。")
    paths, others = files_of(files)
    books = [read(path) for path in paths]
    if any(is_of_the_house(sheets) for sheets in books):
        return _own_tables(city, books, apply)
    with _alone(city):
        _export(
            city, books, [f"{path.name}: 読めない種類のファイルなので、読みませんでした。" for path in others], apply
        )
    return 0


def _own_tables(city: str, books: list[list[Sheet]], apply: bool) -> int:
    """The desk's own tables in one workbook."""
    names = "、".join(sheets[0].file for sheets in books if is_of_the_house(sheets))
    raise DeskError(
        "data", f"{names} はこの課の表のブックです。まだ取り込めません。表は data/{city}/ の CSV に入れてください。"
    )


class _alone:
    """Nobody else takes anything in for ``city`` meanwhile. DeskError ``busy`` if somebody does."""

    def __init__(self, city: str):
        folder = desk() / "build" / city
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
        self.lock = FileLock(folder / ".import.lock")

    def __enter__(self) -> None:
        try:
            self.lock.acquire(blocking=False)
        except Timeout:
            raise DeskError(
                "busy", "いま別の取り込みが動いています。終わってから、もう一度実行してください。"
            ) from None

    def __exit__(self, *_: object) -> None:
        self.lock.release()


def _export(city: str, books: list[list[Sheet]], notices: list[str], apply: bool) -> None:
    """From cells to tables."""
    root = desk()
    claims = change.claims(city, root)
    names = _names(claims, root)
    rules = accounts.load(city, root, names.words)
    found = export.load(books, headings.load_names(city, root), city)
    soundness.refuse(found.lines)
    book = root / "build" / city / "accounts.xlsx"
    given = answers.read(book, shown_path(book, root), names.words)

    before = Mapping(rules, accounts.quiet_accounts(found.lines))
    new_rules = _new_rules(given, found, before)
    after = Mapping([*rules, *new_rules], before.quiet)
    total = sums.summed(found.lines, after)
    tables = change.tables(city, root, total, found.years, [claim.claim for claim in claims])

    _say_read(books, found)
    for notice in [*notices, *found.notices, *soundness.notices(found.lines), *sums.notices(total, names.title)]:
        say(f"注意: {notice}")
    _say_rules(rules, new_rules, given, names)
    _say_reconciliation(found, total)
    _say_changes(tables, names)
    files = _files(city, root, tables, new_rules, names)
    _rehearse(city, files)
    done = apply and bool(tables.figures.count("\n") > 1)
    beside = {root / "build" / city / "import.csv": _list_of(tables.changes, new_rules, names)}
    asked = answers.rows(found.lines, after if done else before, names, given)
    if not answers.same(asked, given):
        beside[book] = workbook.content(asked, names, params.load_city(city, root).minus)
    is_new = any(not path.exists() or path.read_bytes() != content for path, content in files.items())
    with writing(root / "data" / city):
        place.replace_all({**(files if done else {}), **beside})
    _say_open(city, after, found, sum(1 for row in asked[answers.ASKED] if row["見込み"] and not row["確認"]))
    if not is_new:
        say("変わるものはありません。")
    elif done:
        say(f"書き込みました: {'、'.join(shown_path(path, root) for path in files)}")
    elif apply:
        say("債権に当たる科目がまだないので、何も書いていません。")
    else:
        say(f"まだ何も書いていません。全ての変更: build/{city}/import.csv。書き込むには APPLY=1 を付けてください。")


def _names(claims: list[Claim], root: Path) -> Names:
    """What the claims are called: by the city, by their identifiers, and by the catalogue that all cities share."""
    kinds, _ = read_table(
        root / "data" / "catalogue.csv", Kind, "data/catalogue.csv"
    )  # its faults are told when the ledger is read
    shared = {kind.claim: kind.name for _, kind in kinds}
    words: dict[str, str] = {}
    for claim in claims:
        for word in (claim.name, claim.short_name, claim.claim):
            words.setdefault(word, claim.claim)
    for claim in claims:
        words.setdefault(shared.get(claim.claim, claim.name), claim.claim)
    return Names(words)


def _new_rules(given: Answers, found: Export, mapping: Mapping) -> list[Rule]:
    """What the answers add to the rules: nothing where the rules decide already, or contradict each other."""
    pairs = []
    for lines, outcome in given.outcomes(found.lines):
        undecided = [line for line in lines if not mapping.outcomes(line)]
        pairs += [(undecided, outcome)] if undecided else []
    known = set(mapping.rules)
    return [rule for rule in (*suggest.rules_for(pairs, found.lines, mapping), *given.quiet) if rule not in known]


def _files(city: str, root: Path, tables: Tables, new_rules: list[Rule], names: Names) -> dict[Path, bytes]:
    """The new contents of the files, in the order in which they are put in place: the figures, which packets are made of, last."""
    files = {}
    if new_rules:
        files[accounts.path_of(city, root)] = accounts.with_rules(city, root, new_rules, names.title)
    folder = root / "data" / city
    if (folder / "excluded.csv").exists() or tables.excluded.count("\n") > 1:
        files[folder / "excluded.csv"] = tables.excluded
    files[folder / "figures.csv"] = tables.figures
    return {path: text.encode("utf-8-sig") for path, text in files.items()}


def _rehearse(city: str, files: dict[Path, bytes]) -> None:
    """Try the desk as it would be. DeskError if a build could not open it; doubts are said."""
    if all(content.count(b"\n") <= 1 for path, content in files.items() if path.name == "figures.csv"):
        return
    with copy_of_inputs() as inputs:
        for path, content in files.items():
            (inputs / path.relative_to(desk())).write_bytes(content)
        doubtful = rehearse(city, inputs)
    if doubtful:
        say(
            f"注意: 取り込むと、誤りかもしれない数値が {len(doubtful.faults)} 件になります。取り込む値のとおりで正しければ、"
            f"params/{city}/city.yaml の acknowledged に、doubt の名と理由を書いてください(全ては make check CITY={city})。"
        )
        _say_some([f"  {fault.message}" for fault in doubtful.faults], "make check", 10)


def _list_of(changes: list[Change], new_rules: list[Rule], names: Names) -> bytes:
    """Every change of a figure and every new rule, as a CSV."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["種別", "年度", "債権", "区分", "指標", "前", "後", "単位", "出典"])
    for each in changes:
        year, claim, part, measure = each.key
        old, new = ("" if value is None else f"{value:f}" for value in (each.old, each.new))
        writer.writerow(
            [
                each.kind,
                year,
                names.title(claim),
                PARTS[part],
                AMOUNT_NAMES[measure],
                old,
                new,
                each.unit,
                each.source,
            ]
        )
    for rule in new_rules:
        writer.writerow(
            [
                "規則",
                rule.years,
                names.title(rule.claim),
                PARTS.get(rule.part, rule.part),
                "",
                "",
                _shown(rule, names),
                "",
                "",
            ]
        )
    return stream.getvalue().encode("utf-8-sig")


def _say_read(books: list[list[Sheet]], found: Export) -> None:
    say(
        f"読んだもの: {len(books)} ファイル、{len(found.lines):,} 行、{'、'.join(runs(found.years)) if found.years else '-'} 年度"
    )


def _say_rules(rules: list[Rule], new_rules: list[Rule], given: Answers, names: Names) -> None:
    say(f"規則: accounts.csv に {len(rules)} 件、回答から加わるもの {len(new_rules)} 件")
    _say_some([f"  + {_shown(rule, names)}" for rule in new_rules])
    if given.unfinished:
        say(f"注意: 途中までの回答が {given.unfinished} 件あります。区分と、債権か理由を入れると有効になります。")


def _shown(rule: Rule, names: Names) -> str:
    *patterns, claim, part, reason = astuple(rule)
    where = "・".join(filter(None, patterns)) or "全ての科目"
    return f"{where} → {'・'.join(filter(None, (names.title(claim), PARTS.get(part, part), reason)))}"


def _say_reconciliation(found: Export, total: sums.Sums) -> None:
    say(f"突き合わせ({found.lines[0].unit if found.lines else '円'}): 取込元 = 債権 + 除外 + 未整理")
    for year, parts in sums.reconciliation(found.lines, total):
        say(f"  {year} 年度")
        for word, number, amounts in parts:
            money = "、".join(f"{AMOUNT_NAMES[name]} {amount:,f}" for name, amount in amounts.items())
            say(f"    {word} {number:,} 行: {money}")


def _say_changes(tables: Tables, names: Names) -> None:
    kinds = Counter(each.kind for each in tables.changes)
    say("figures.csv: " + "、".join(f"{kind} {kinds[kind]} 件" for kind in ("追加", "変更", "削除")))
    if tables.kept:
        say(f"  手で入れた値と一致し、そのままにするもの {tables.kept} 件")
    _say_some(list(_change_lines(tables.changes, names)))


def _change_lines(changes: list[Change], names: Names) -> Iterator[str]:
    """What changes value by value; what is added or removed claim by claim."""
    for each in changes:
        if each.kind == "変更":
            year, claim, part, measure = each.key
            name = f"{year} 年度 {names.title(claim)} {PARTS[part]} {AMOUNT_NAMES[measure]}"
            yield f"  変更 {name}: {each.old:,f} → {each.new:,f}{each.unit}"
    whole = Counter((each.kind, each.key[0], each.key[1]) for each in changes if each.kind != "変更")
    for (kind, year, claim), number in whole.items():
        parts = dict.fromkeys(
            PARTS[each.key[2]] for each in changes if (each.kind, *each.key[:2]) == (kind, year, claim)
        )
        yield f"  {kind} {year} 年度 {names.title(claim)}({'、'.join(parts)}) {number} 件"


def _say_some(lines: list[str], everything: str = "import.csv", shown: int = _SHOWN) -> None:
    for line in lines[:shown]:
        say(line)
    if len(lines) > shown:
        say(f"  ほか {len(lines) - shown} 行(全ては {everything})")


def _say_open(city: str, mapping: Mapping, found: Export, likely: int) -> None:
    undecided = {accounts.account_of(line) for line in found.lines if mapping.outcome(line) is None}
    if undecided:
        say(
            f"未整理の科目: {len(undecided)} 件。build/{city}/accounts.xlsx に債権を入れて保存し、もう一度実行してください。"
            + (f"見込みが {likely} 件入っています。そのとおりなら、確認に ○ を入れてください。" if likely else "")
        )
