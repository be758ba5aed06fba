"""Sentences about figures, generated from the same measures as the tables, so that the two agree."""

from collections.abc import Sequence
from decimal import Decimal

from helpers import measures, wareki
from helpers.audit import VERDICTS
from helpers.ledger import SEGMENTS
from helpers.markdown import Prose
from helpers.notation import NOT_IN_SOURCE, convert_money, round_half_up
from helpers.packet import Packet
from helpers.tables.audit import require_audit
from helpers.tables.digital import AGGREGATE_LABELS
from helpers.tables.outstanding import BY, cuts_frame
from helpers.tables.plan import plan_results
from helpers.tables.plan_targets import PLAN_NAMES, plan_units
from helpers.tables.policy import planned
from helpers.tables.trend import rate_name


def meeting(packet: Packet) -> Prose:
    """When and where the meeting is."""
    day = wareki.date(packet.date, weekday=True)
    return Prose([f"日時：{day} {packet.meeting.time or ''}".strip(), f"場所：{packet.meeting.place or NOT_IN_SOURCE}"])


def trend(packet: Packet) -> Prose:
    """Where rate and outstanding amount stand, against the year before and the earliest year known."""
    unit, places, notation = packet.city.units.summary, packet.city.decimals, packet.notation
    points = measures.trend(packet.ledger, unit, packet.meeting.settled_year, packet.city.headline_rate)
    latest = points[-1]
    year = wareki.fiscal_year(latest.fiscal_year)
    amount = notation.number(latest.outstanding, latest.outstanding_decimals)
    name, about = rate_name(packet), "約" if latest.approx else ""
    lines = [f"{year}の{name}は{notation.number(latest.rate, places)}%、収入未済額は{about}{amount}{unit}である。"]
    # Against the year before and the first one; what lies between is in the table.
    for point in dict.fromkeys((points[-2], points[0])) if len(points) > 1 else ():
        rate = measures.difference(latest.rate, point.rate)
        change, change_places = measures.outstanding_change(latest, point)
        against = "前年度" if point.fiscal_year == latest.fiscal_year - 1 else wareki.fiscal_year(point.fiscal_year)
        lines.append(
            f"{against}と比べ、{name}は{notation.number(abs(rate), places)}ポイント{_rose(rate)}、"
            f"収入未済額は{'約' if latest.approx or point.approx else ''}{notation.number(abs(change), change_places)}{unit}{_grew(change)}。"
        )
    return Prose(lines)


def results(packet: Packet, claim: str, fiscal_year: int) -> Prose:
    """How many of a claim's results can be compared with last year's, and which way they went."""
    frame = measures.results(packet.ledger, claim, fiscal_year)
    changes = [g if p is None else p for g, p in zip(frame["growth"], frame["points"], strict=True)]
    # From zero there is no growth in %, yet it grew.
    changes += [row["this"] for row in frame.to_dict("records") if row["last"] == 0 and row["this"]]
    compared = [change for change in changes if change is not None]
    if not compared:
        return Prose(["前年度の値がある実績はない。"], bullets=False)
    up, down = sum(change > 0 for change in compared), sum(change < 0 for change in compared)
    return Prose(
        [
            f"前年度と比べられる実績は{len(compared)}項目で、"
            f"増えたもの{up}、減ったもの{down}、同じもの{len(compared) - up - down}である。"
        ],
        bullets=False,
    )


def targets(packet: Packet) -> Prose:
    """Which targets were met, which were missed most, and which this year's targets ask for."""
    frame = measures.targets(packet.ledger, packet.fiscal_year)
    places = packet.city.decimals
    last, this = wareki.fiscal_year(packet.fiscal_year - 1), wareki.fiscal_year(packet.fiscal_year)
    aimed = frame[frame["met"].notna()]
    met, missed = aimed[aimed["met"] == True], aimed[aimed["met"] == False]  # noqa: E712 (None is neither)
    lines = [
        f"{last}の数値目標{len(aimed)}件のうち、実績推計が目標に届いたのは{len(met)}件、届かないのは{len(missed)}件である。"
    ]
    totals = aimed[(aimed["segment"] == "total") & (aimed["measure"] == "collection_rate")]
    for verdict, words in ((True, "届いた"), (False, "届かない")):
        named = totals[totals["met"] == verdict]["claim"]
        if len(named):
            lines.append(f"合計収納率の目標に{words}のは、{_names(packet, named)}である。")
    for row in aimed[aimed["measure"] != "collection_rate"].itertuples():
        words = "届いた" if row.met else "届かない"
        lines.append(f"{_names(packet, [row.claim])}の{row.item}は、目標に{words}。")
    if len(missed):
        worst = missed.loc[missed["gap"].astype(float).idxmin()]
        lines.append(
            f"目標との差が最も大きいのは{_names(packet, [worst['claim']])}の{worst['item']}で、"
            f"{packet.notation.number(worst['gap'], places)}ポイントである。"
        )
    without = list(dict.fromkeys(frame[frame["met"].isna()]["claim"]))
    if without:
        lines.append(f"{_names(packet, without)}には{last}の目標がない。")
    lower = frame[frame["change"] < 0]
    if len(lower):
        items = "、".join(f"{_names(packet, [row.claim])}（{SEGMENTS[row.segment]}）" for row in lower.itertuples())
        lines.append(f"{this}の目標が{last}の実績推計を下回るのは、{items}である。")
    return Prose(lines)


def tags(packet: Packet) -> Prose:
    """How many initiatives there are, and how many of them are new."""
    counts = measures.tag_counts(planned(packet), packet.ledger["claims"]["claim"])
    parts = "、".join(f"{tag}{int(number)}件" for tag, number in counts.sum().items())
    total = int(counts.to_numpy().sum())
    return Prose(
        [f"{wareki.fiscal_year(packet.fiscal_year)}の取組は全{total}件で、内訳は{parts}である。"], bullets=False
    )


def digital(packet: Packet) -> Prose:
    """Reach, saving and growth of the digital tools."""
    notation = packet.notation
    savings = measures.savings(packet.ledger, packet.date).to_dict("records")
    counts = measures.tool_counts(packet.ledger, packet.date).to_dict("records")
    this = wareki.fiscal_year(packet.fiscal_year)
    lines = [
        f"{tool['name']}は{count['in_use']}債権で使い（{this}からの新規は{count['new']}債権）、"
        f"1件当たり{notation.number(tool['saving'])}円の削減となる。"
        for tool, count in zip(savings, counts, strict=True)
    ]
    year = wareki.fiscal_year(packet.fiscal_year - 1)
    for use in measures.tool_use(packet.ledger, packet.fiscal_year - 1):
        grown = ""
        if use.growth is not None:
            grown = f"、前年度比{notation.number(use.growth, 0, signed=True)}%"
            times = use.this / use.last
            grown += f"（約{round_half_up(times, 0)}倍）" if times >= 2 else ""
        number = notation.number(use.this)
        lines.append(f"{year}の{use.item}（{AGGREGATE_LABELS[use.claim]}）は{number}{use.unit}{grown}である。")
    return Prose(lines)


def outstanding(packet: Packet) -> Prose:
    """Where the carried-over amounts stand: the day's total, the cut so far, who cut deeper, what is left to the target."""
    unit, table = packet.city.units.sentence, packet.city.units.table
    as_of = packet.as_of
    frame = measures.positions(packet.ledger, "carried_over", as_of)
    total = measures.total_of(frame)
    year, month = wareki.fiscal_year(packet.fiscal_year), f"{wareki.month(as_of)}末"

    def money(value: Decimal) -> str:
        return f"約{packet.notation.number(convert_money(value, table, unit), 0)}{unit}"

    compared = frame[(frame["claim"] != "all") & frame["cut_points"].notna()]
    deeper = int((compared["cut_points"] > 0).sum())
    new = [row.claim for row in frame.itertuples() if row.assessed_last is None]
    left_out = f"（今年度からの{_names(packet, new)}を除く）" if new else ""
    return Prose(
        [
            f"{month}の過年の収入未済額は{money(total['outstanding'])}で、{year}の過年調定額から"
            f"{money(total['assessed'] - total['outstanding'])}圧縮した。",
            f"過年調定額からの削減率が前年の同じ月より高い債権は、{len(compared)}債権中{deeper}債権である{left_out}。",
            f"{year}の目標までの残りは{money(total['outstanding'] - total['target'])}である。",
        ]
    )


def worse(packet: Packet, by: str) -> Prose:
    """Which claims, bureaus or sections cut so much less than a year before that the city marks them."""
    frame = cuts_frame(packet, by, without_major=False)
    marked = [f"「{row.label}」" for row in frame.itertuples() if packet.is_worse(row.cut_points)]
    points = f"{packet.city.thresholds.worse_points:g}ポイント以上"
    if not marked:
        return Prose([f"削減率が前年度より{points}低下した{BY[by]}はない。"], bullets=False)
    return Prose(
        [f"削減率が前年度より{points}低下したのは、{len(marked)}{BY[by]}（{''.join(marked)}）である。"],
        bullets=False,
    )


def plans(packet: Packet) -> Prose:
    """How rate and outstanding amount moved from the first plan to the latest settlement."""
    first, *_, latest = plan_results(packet)
    notation, unit = packet.notation, packet.city.units.summary
    rate = measures.difference(latest["rate"], first["rate"])
    change = measures.difference(latest["outstanding"], first["outstanding"])
    return Prose(
        [
            f"{first['name']}の最終年度から{wareki.fiscal_year(latest['fiscal_year'])}決算までに、"
            f"収納率は{notation.number(abs(rate))}ポイント{_rose(rate)}、"
            f"収入未済額は{notation.number(abs(change))}{unit}{_grew(change)}。"
        ]
    )


def plan_goal(packet: Packet, results: Sequence[int], targets: Sequence[int]) -> Prose:
    """What the whole plan asks for, and whether it reaches the cut that the city set itself."""
    notation, unit = packet.notation, packet.city.units.table
    lines = []
    rate, amount = (
        measures.plan_targets(packet.ledger, measure, results, targets).set_index("claim").loc["all"]
        for measure in measures.PLAN_SEGMENTS
    )
    last, goal = wareki.fiscal_year(results[-1]), wareki.fiscal_year(targets[-1])
    now, then = rate[f"result_{results[-1]}"], rate[f"target_{targets[-1]}"]
    lines.append(
        f"全体の現年度分収納率は、{last}の{notation.number(now)}%から{goal}に{notation.number(then)}%とする"
        f"（{notation.number(rate['change'], signed=True)}ポイント、年当たり{notation.number(rate['yearly'], 2, signed=True)}ポイント）。"
    )
    now, then = amount[f"result_{results[-1]}"], amount[f"target_{targets[-1]}"]
    lines.append(
        f"全体の収入未済額は、{last}の{notation.number(now)}{unit}から{goal}に{notation.number(then)}{unit}とする"
        f"（{notation.number(amount['change'], signed=True)}{unit}、{notation.number(amount['percent'], 2, signed=True)}%）。"
    )
    cut = packet.ledger.value(claim="all", measure="share", kind="target", fiscal_year=targets[-1])
    if cut is not None:
        verdict = "届く" if -amount["percent"] >= cut else "届かない"
        lines.append(f"各債権の目標の合計は、全体で{notation.number(cut)}%以上の縮減という目標に{verdict}。")
    return Prose(lines)


def past_plan(packet: Packet, years: Sequence[int]) -> Prose:
    """How many targets of the plan before were met, by measure, and which claims missed most."""
    frame = measures.verdicts(packet.ledger, years)
    aimed = frame[frame["met"].notna()]
    lines = []
    for measure, name in PLAN_NAMES.items():
        own = aimed[aimed["measure"] == measure]
        met = int((own["met"] == True).sum())  # noqa: E712 (None is neither)
        lines.append(f"{name}の目標は延べ{len(own)}件のうち{met}件を達成した。")
    missed = aimed[aimed["met"] == False]["claim"].value_counts()  # noqa: E712
    most = [claim for claim in dict.fromkeys(aimed["claim"]) if missed.get(claim, 0) == missed.max()]
    lines.append(f"未達成が最も多い（{missed.max()}件）のは{_names(packet, most)}である。")
    return Prose(lines)


def past_claim(packet: Packet, claim: str, years: Sequence[int]) -> Prose:
    """One claim under the plan before: the change since its first year, and the verdict of its last."""
    frame = measures.verdicts(packet.ledger, years)
    first, last = wareki.fiscal_year(years[0]), wareki.fiscal_year(years[-1])
    changes, verdicts = [], []
    for measure, name in PLAN_NAMES.items():
        own = frame[(frame["claim"] == claim) & (frame["measure"] == measure)].set_index("fiscal_year")
        then, now = own.loc[years[0]], own.loc[years[-1]]
        unit, change_unit = plan_units(packet, measure)
        change = measures.difference(now["actual"], then["actual"])
        if now["actual"] is not None:
            against = ""
            if change is not None:
                against = f"（{first}から{packet.notation.number(change, signed=True)}{change_unit}）"
            changes.append(f"{name}は{packet.notation.number(now['actual'])}{unit}{against}")
        if now["met"] is None:
            verdicts.append(f"{name}は目標なし")
        else:
            gap = packet.notation.number(now["gap"], signed=True)
            verdicts.append(f"{name}は{'達成' if now['met'] else '未達成'}（{gap}{change_unit}）")
    return Prose([f"{last}の{'、'.join(changes)}。", f"{last}の目標に対し、{'、'.join(verdicts)}。"])


def scope(packet: Packet, before: str, after: str) -> Prose:
    """How the list of claims changed."""
    frame = measures.renumbering(packet.ledger, before, after)
    counts = frame["change"].value_counts()
    listed = int((frame["after"] != "").sum())
    dropped = _names(packet, frame[frame["change"] == "dropped"]["claim"])
    return Prose(
        [
            f"対象は{listed}債権である。現行の一覧と比べ、追加{counts.get('added', 0)}、除外{counts.get('dropped', 0)}、"
            f"番号の変更{counts.get('renumbered', 0)}、変更なし{counts.get('kept', 0)}である。",
            *([f"除外するのは{dropped}である。"] if dropped else []),
        ]
    )


def audit(packet: Packet) -> Prose:
    """How many of the document's figures were recomputed, and what came of it."""
    audit = require_audit(packet)
    counts = audit.counts()
    parts = "、".join(f"{VERDICTS[verdict]}{count}件" for verdict, count in counts.items())
    lines = [f"印刷された数値{len(audit.findings)}件を、資料のほかの数値と照らした。{parts}である。"]
    if not counts["mismatch"]:
        lines.append("照らすことのできた数値に、他の数値と合わないものはない。")
    return Prose(lines)


def definitions(packet: Packet) -> Prose:
    """How this packet computes and prints, from the city's settings."""
    rate = {
        "collected": "収納率＝収入済額÷調定額×100。",
        "collected_less_refund_due": "収納率＝（収入済額−還付未済額）÷調定額×100。",
        "as_published": "収納率は、原資料に印刷された値である。",
    }[packet.city.rate_definition]
    example = packet.notation.number(Decimal("-0.5"))
    return Prose(
        [
            f"{rate}計算した収納率とその差は小数第{packet.city.decimals}位、増減率は小数第1位までとし、下の位を四捨五入する。"
            "原資料の値は印刷された桁のまま示す。",
            "収入未済額＝調定額−収入済額−不納欠損額＋還付未済額。",
            "二つの率の差はポイント（P）、件数と金額の増減率は %（当年度÷前年度−1）で示す。",
            "増減や差は端数処理前の値から計算し、最後に一度だけ四捨五入する。このため、表示した値どうしの差と一致しないことがある。",
            f"負の数は {packet.notation.minus} で示す（{example}）。「-」は該当がないもの、原資料が「-」とするもの、比べる値がなく計算できないもの。"
            "「皆増」は前年度が 0 のもの。「資料なし」は原資料に値がないもの。",
            f"出典：{packet.meeting.source}。原資料の値から逆算した値は、そのことを表に示した。",
        ]
    )


def _names(packet: Packet, claims) -> str:
    # In brackets, because some names hold a 、 themselves.
    return "".join(f"「{packet.ledger.claim(claim)['name']}」" for claim in claims)


def _rose(change: Decimal) -> str:
    return "上昇し" if change > 0 else "低下し" if change < 0 else "の差で"


def _grew(change: Decimal) -> str:
    return "増加した" if change > 0 else "減少した" if change < 0 else "で同じである"
