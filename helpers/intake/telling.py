"""What an import says: what was read, what a person should know, that nothing is lost, and what would change."""

from collections import Counter
from collections.abc import Iterator

from helpers.errors import DeskError, runs
from helpers.intake import accounts, answers, soundness, sums
from helpers.intake.accounts import PARTS
from helpers.intake.plan import Plan
from helpers.terms import AMOUNT_NAMES

_SHOWN = 40  # lines of a list on the screen; all of it is in import.csv
_DOUBTS = 10


def told(plan: Plan) -> Iterator[str]:
    """Everything there is to say of a plan, line by line."""
    found = plan.found
    years = f"、{'、'.join(runs(found.years))} 年度" if found.years else ""
    yield f"読んだもの: {len({line.file for line in found.lines})} ファイル、{len(found.lines):,} 行{years}"
    notices = (found.notices, soundness.notices(found.lines), sums.notices(plan.sums, plan.names.title))
    yield from (f"注意: {notice}" for each in notices for notice in each)
    if plan.added.claims:
        yield f"債権: claims.csv に加わるもの {len(plan.added.claims)} 件"
        yield from _some([f"  + {claim.name}({claim.claim})" for claim in plan.added.claims])
    yield f"規則: accounts.csv に {len(plan.known.rules)} 件、回答から加わるもの {len(plan.new_rules)} 件"
    yield from _some([f"  + {plan.shown(rule)}" for rule in plan.new_rules])
    if plan.given.unfinished:
        yield f"注意: 途中までの回答が {plan.given.unfinished} 件あります。区分と、債権か理由を入れると有効になります。"
    yield from _reconciled(plan)
    kinds = Counter(each.kind for each in plan.tables.changes)
    yield "figures.csv: " + "、".join(f"{kind} {kinds[kind]} 件" for kind in ("追加", "変更", "削除"))
    if plan.tables.kept:
        yield f"  手で入れた値と一致し、そのままにするもの {plan.tables.kept} 件"
    yield from _some(list(_changes(plan)))


def doubts(error: DeskError, city: str) -> Iterator[str]:
    """What looks like a slip on the desk as it would be, and how it is answered."""
    yield (
        f"注意: 取り込むと、誤りかもしれない数値が {len(error.faults)} 件になります。取り込む値のとおりで正しければ、"
        f"取り込んだ後に make check CITY={city} OUT=疑問.xlsx で書き出し、Excel で理由を答えてください。"
    )
    yield from _some([f"  {fault.message}" for fault in error.faults], "make check", _DOUBTS)


def still_open(plan: Plan, written: bool) -> Iterator[str]:
    """What is left to be answered."""
    undecided = {accounts.account_of(line) for line in plan.found.lines if plan.mapping.outcome(line) is None}
    if not undecided:
        return
    likely = sum(1 for row in plan.asked(written)[answers.ASKED] if row["見込み"] and not row["確認"])
    yield (
        f"未整理の科目: {len(undecided)} 件。build/{plan.city}/accounts.xlsx に債権を入れて保存し、もう一度実行してください。"
        + (f"見込みが {likely} 件入っています。そのとおりなら、確認に ○ を入れてください。" if likely else "")
    )


def _reconciled(plan: Plan) -> Iterator[str]:
    unit = plan.found.lines[0].unit if plan.found.lines else "円"
    yield f"突き合わせ({unit}): 取込元 = 債権 + 除外 + 未整理"
    for year, parts in sums.reconciliation(plan.found.lines, plan.sums):
        yield f"  {year} 年度"
        for word, number, amounts in parts:
            money = "、".join(f"{AMOUNT_NAMES[name]} {amount:,f}" for name, amount in amounts.items())
            yield f"    {word} {number:,} 行: {money}"


def _changes(plan: Plan) -> Iterator[str]:
    """What changes value by value; what is added or removed claim by claim."""
    changes, title = plan.tables.changes, plan.names.title
    for each in changes:
        if each.kind == "変更":
            year, claim, part, measure = each.key
            name = f"{year} 年度 {title(claim)} {PARTS[part]} {AMOUNT_NAMES[measure]}"
            yield f"  変更 {name}: {each.old:,f} → {each.new:,f}{each.unit}"
    whole: dict[tuple, Counter] = {}
    for each in changes:
        if each.kind != "変更":
            year, claim, part, _ = each.key
            whole.setdefault((each.kind, year, claim), Counter())[PARTS[part]] += 1
    for (kind, year, claim), parts in whole.items():
        yield f"  {kind} {year} 年度 {title(claim)}({'、'.join(parts)}) {parts.total()} 件"


def _some(lines: list[str], everything: str = "import.csv", shown: int = _SHOWN) -> Iterator[str]:
    yield from lines[:shown]
    if len(lines) > shown:
        yield f"  ほか {len(lines) - shown} 行(全ては {everything})"
