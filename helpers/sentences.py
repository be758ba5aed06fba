"""Sentences about figures, generated from the same measures as the tables, so that the two agree.

Every number from data goes through :func:`_say`, every year, claim or limit through ``name``: the sentences carry them, and the
packet's proof holds what is printed against them.
"""

from collections.abc import Sequence
from decimal import Decimal

from helpers import measures, wareki
from helpers.audit import VERDICTS
from helpers.errors import DeskError
from helpers.ledger import SEGMENTS
from helpers.notation import NOT_IN_SOURCE, convert_money
from helpers.packet import Packet
from helpers.prose import Prose, figure, name
from helpers.tables.audit import require_audit
from helpers.tables.digital import AGGREGATE_LABELS
from helpers.tables.outstanding import BY, cuts_frame, positions
from helpers.tables.plan import plan_results
from helpers.tables.plan_targets import PLAN_NAMES, plan_units
from helpers.tables.policy import planned
from helpers.tables.trend import rate_name


def meeting(packet: Packet) -> Prose:
    """When and where the meeting is."""
    day = f"{wareki.date(packet.date, weekday=True)} {packet.meeting.time or ''}".strip()
    return Prose([f"日時：{name(day)}", f"場所：{name(packet.meeting.place or NOT_IN_SOURCE)}"])


def trend(packet: Packet) -> Prose:
    """Where rate and outstanding amount stand, against the year before and the earliest year known.

    DeskError ``missing-data`` if the source has both for no year.
    """
    unit, places = packet.city.units.summary, packet.city.decimals
    points = measures.trend(packet.ledger, unit, packet.meeting.settled_year, packet.city.headline_rate)
    if not points:
        until = wareki.fiscal_year(packet.meeting.settled_year)
        raise _missing(
            packet,
            "figures",
            f"claim が all で、収納率(collection_rate)と収入未済額(outstanding)がそろう{until}までの年度",
        )
    latest = points[-1]
    rated = rate_name(packet)
    amount = _say(packet, latest.outstanding, unit, latest.outstanding_decimals, about=latest.approx)
    lines = [
        f"{_year(latest.fiscal_year)}の{rated}は{_say(packet, latest.rate, '%', places)}、収入未済額は{amount}である。"
    ]
    # Against the year before and the first one; what lies between is in the table.
    for point in dict.fromkeys((points[-2], points[0])) if len(points) > 1 else ():
        rate = measures.difference(latest.rate, point.rate)
        change, change_places = measures.outstanding_change(latest, point)
        amount = _say(packet, abs(change), unit, change_places, about=latest.approx or point.approx)
        against = "前年度" if point.fiscal_year == latest.fiscal_year - 1 else _year(point.fiscal_year)
        lines.append(
            f"{against}と比べ、{rated}は{_say(packet, abs(rate), 'ポイント', places)}{_rose(rate)}、収入未済額は{amount}{_grew(change)}。"
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
    same = len(compared) - up - down
    return Prose(
        [
            f"前年度と比べられる実績は{_say(packet, len(compared), '項目')}で、増えたもの{_say(packet, up, of='項目')}、"
            f"減ったもの{_say(packet, down, of='項目')}、同じもの{_say(packet, same, of='項目')}である。"
        ],
        bullets=False,
    )


def targets(packet: Packet) -> Prose:
    """Which targets were met, which were missed most, and which this year's targets ask for.

    DeskError ``missing-data`` if the source has no target of this year.
    """
    frame = measures.targets(packet.ledger, packet.fiscal_year)
    if not len(frame):
        raise _missing(packet, "figures", f"fiscal_year が {packet.fiscal_year} の目標(kind が target)")
    last, this = _year(packet.fiscal_year - 1), _year(packet.fiscal_year)
    aimed = frame[frame["met"].notna()]
    met, missed = aimed[aimed["met"] == True], aimed[aimed["met"] == False]  # noqa: E712 (None is neither)
    counts = [_say(packet, len(rows), "件") for rows in (aimed, met, missed)]
    lines = [
        f"{last}の数値目標{counts[0]}のうち、実績推計が目標に届いたのは{counts[1]}、届かないのは{counts[2]}である。"
    ]
    totals = aimed[(aimed["segment"] == "total") & (aimed["measure"] == "collection_rate")]
    for verdict, words in ((True, "届いた"), (False, "届かない")):
        named = totals[totals["met"] == verdict]["claim"]
        if len(named):
            lines.append(f"合計収納率の目標に{words}のは、{_names(packet, named)}である。")
    for row in aimed[aimed["measure"] != "collection_rate"].itertuples():
        words = "届いた" if row.met else "届かない"
        lines.append(f"{_names(packet, [row.claim])}の{name(row.item)}は、目標に{words}。")
    if len(missed):
        worst = min(missed.itertuples(), key=lambda row: row.gap)
        gap = _say(packet, worst.gap, "ポイント", packet.city.decimals)
        lines.append(f"目標との差が最も大きいのは{_names(packet, [worst.claim])}の{name(worst.item)}で、{gap}である。")
    without = list(dict.fromkeys(frame[frame["met"].isna()]["claim"]))
    if without:
        lines.append(f"{_names(packet, without)}には{last}の目標がない。")
    lower = frame[frame["change"] < 0]
    if len(lower):
        items = "、".join(f"{_names(packet, [row.claim])}（{SEGMENTS[row.segment]}）" for row in lower.itertuples())
        lines.append(f"{this}の目標が{last}の実績推計を下回るのは、{items}である。")
    return Prose(lines)


def tags(packet: Packet) -> Prose:
    """How many initiatives there are, and how many of them are new. DeskError ``missing-data`` if none are planned."""
    initiatives = planned(packet)
    if not len(initiatives):
        raise _missing(packet, "initiatives", f"fiscal_year が {packet.fiscal_year} で、stage が planned の取組")
    counts = measures.tag_counts(initiatives, packet.ledger["claims"]["claim"])
    parts = "、".join(f"{tag}{_say(packet, int(number), '件')}" for tag, number in counts.sum().items())
    total = _say(packet, int(counts.to_numpy().sum()), "件")
    return Prose([f"{_year(packet.fiscal_year)}の取組は全{total}で、内訳は{parts}である。"], bullets=False)


def digital(packet: Packet) -> Prose:
    """Reach, saving and growth of the digital tools."""
    savings = measures.savings(packet.ledger, packet.date).to_dict("records")
    counts = measures.tool_counts(packet.ledger, packet.date).to_dict("records")
    this, year = _year(packet.fiscal_year), _year(packet.fiscal_year - 1)
    lines = [
        f"{name(tool['name'])}は{_say(packet, count['in_use'], '債権')}で使い（{this}からの新規は{_say(packet, count['new'], '債権')}）、"
        f"{name('1件当たり')}{_say(packet, tool['saving'], '円')}の削減となる。"
        for tool, count in zip(savings, counts, strict=True)
    ]
    for use in measures.tool_use(packet.ledger, packet.fiscal_year - 1):
        grown = ""
        if use.growth is not None:
            grown = f"、前年度比{_say(packet, use.growth, '%', 0, signed=True)}"
            times = use.this / use.last
            grown += f"（{_say(packet, times, '倍', 0, about=True)}）" if times >= 2 else ""
        number = _say(packet, use.this, use.unit)
        lines.append(f"{year}の{name(use.item)}（{AGGREGATE_LABELS[use.claim]}）は{number}{grown}である。")
    return Prose(lines)


def outstanding(packet: Packet) -> Prose:
    """Where the carried-over amounts stand: the day's total, the cut so far, who cut deeper, what is left to the target.

    DeskError ``missing-data`` if the source's total is not in the data.
    """
    unit, table = packet.city.units.sentence, packet.city.units.table
    as_of = packet.as_of
    frame = positions(packet, "carried_over")
    total = measures.total_of(frame)
    if total["assessed"] is None:
        raise _missing(packet, "figures", f"claim が all、segment が carried_over、as_of が {as_of} の調定額(assessed)")
    year, month = _year(packet.fiscal_year), name(f"{wareki.month(as_of)}末")

    def money(value: Decimal) -> str:
        return _say(packet, convert_money(value, table, unit), unit, 0, about=True)

    compared = frame[(frame["claim"] != "all") & frame["cut_points"].notna()]
    deeper = _say(packet, int((compared["cut_points"] > 0).sum()), "債権")
    new = [row.claim for row in frame.itertuples() if row.assessed_last is None and row.claim != "all"]
    left_out = f"（今年度からの{_names(packet, new)}を除く）" if new else ""
    cut, left = total["assessed"] - total["outstanding"], total["outstanding"] - total["target"]
    return Prose(
        [
            f"{month}の過年の収入未済額は{money(total['outstanding'])}で、{year}の過年調定額から{money(abs(cut))}"
            f"{'圧縮した' if cut >= 0 else '増えた'}。",
            f"過年調定額からの削減率が前年の同じ月より高い債権は、{_say(packet, len(compared), '債権')}中{deeper}である{left_out}。"
            if len(compared)
            else "前年の同じ月の過年の金額が分かる債権はない。",
            f"{year}の目標までの残りは{money(left)}である。" if left > 0 else f"{year}の目標を{money(-left)}下回る。",
        ]
    )


def worse(packet: Packet, by: str) -> Prose:
    """Which claims, bureaus or sections (``by``) cut so much less than a year before that the city marks them.

    DeskError ``params`` if ``by`` is something else, ``missing-data`` if the city does not say how much is too little.
    """
    frame = cuts_frame(packet, by, without_major=False)
    if packet.city.thresholds.worse_points is None:
        raise DeskError(
            "missing-data",
            f"params/{packet.name}/city.yaml の thresholds に worse_points(何ポイント以上の低下を示すか)がありません。",
        )
    marked = [f"「{name(row.label)}」" for row in frame.itertuples() if packet.is_worse(row.cut_points)]
    points = name(f"{packet.city.thresholds.worse_points:g}ポイント以上")
    if not marked:
        return Prose([f"削減率が前年度より{points}低下した{BY[by]}はない。"], bullets=False)
    return Prose(
        [f"削減率が前年度より{points}低下したのは、{_say(packet, len(marked), BY[by])}（{''.join(marked)}）である。"],
        bullets=False,
    )


def plans(packet: Packet) -> Prose:
    """How rate and outstanding amount moved from the first plan to the latest settlement.

    DeskError ``missing-data`` unless two plans have a settlement.
    """
    known = plan_results(packet)
    if len(known) < 2:
        wanted = "決算の年度(fiscal_year)の収納率と収入未済額が figures.csv にそろう計画"
        raise _missing(packet, "plans", f"{wanted}(二つ以上要りますが、{len(known)} つです)")
    first, latest = known[0], known[-1]
    rate = measures.difference(latest["rate"], first["rate"])
    change = measures.difference(latest["outstanding"], first["outstanding"])
    return Prose(
        [
            f"{name(first['name'])}の最終年度から{_year(latest['fiscal_year'])}決算までに、"
            f"収納率は{_say(packet, abs(rate), 'ポイント')}{_rose(rate)}、"
            f"収入未済額は{_say(packet, abs(change), packet.city.units.summary)}{_grew(change)}。"
        ]
    )


def plan_goal(packet: Packet, results: Sequence[int], targets: Sequence[int]) -> Prose:
    """What the whole plan asks for, and whether it reaches the cut that the city set itself.

    DeskError ``missing-data`` if the result of the last of ``results`` or the target of the last of ``targets`` is not known.
    """
    _check_years(results=results, targets=targets)
    rate, amount = (
        measures.plan_targets(packet.ledger, measure, results, targets).set_index("claim").loc["all"]
        for measure in measures.PLAN_SEGMENTS
    )
    lines, last, goal = [], _year(results[-1]), _year(targets[-1])
    for measure, row in zip(measures.PLAN_SEGMENTS, (rate, amount), strict=True):
        for kind, year in (("result", results[-1]), ("target", targets[-1])):
            if row[f"{kind}_{year}"] is None:
                wanted = "actual か estimate" if kind == "result" else "target"
                raise _missing(
                    packet,
                    "figures",
                    f"claim が all、measure が {measure}、fiscal_year が {year}、kind が {wanted} の{PLAN_NAMES[measure]}",
                )
    now, then = (_say(packet, rate[key], "%") for key in (f"result_{results[-1]}", f"target_{targets[-1]}"))
    change = _say(packet, rate["change"], "ポイント", signed=True)
    yearly = _say(packet, rate["yearly"], "ポイント", 2, signed=True)
    lines.append(f"全体の現年度分収納率は、{last}の{now}から{goal}に{then}とする（{change}、年当たり{yearly}）。")
    unit = packet.city.units.table
    now, then = (_say(packet, amount[key], unit) for key in (f"result_{results[-1]}", f"target_{targets[-1]}"))
    change, percent = _say(packet, amount["change"], unit, signed=True), amount["percent"]
    # From nothing there is no change in %.
    grown = "" if percent is None else f"、{_say(packet, percent, '%', 2, signed=True)}"
    lines.append(f"全体の収入未済額は、{last}の{now}から{goal}に{then}とする（{change}{grown}）。")
    cut = packet.ledger.value(claim="all", measure="share", kind="target", fiscal_year=targets[-1])
    if cut is not None and percent is not None:
        limit = name(f"{packet.notation.number(cut)}%以上")
        lines.append(
            f"各債権の目標の合計は、全体で{limit}の縮減という目標に{'届く' if -percent >= cut else '届かない'}。"
        )
    return Prose(lines)


def past_plan(packet: Packet, years: Sequence[int]) -> Prose:
    """How many targets of the plan before were met, by measure, and which claims missed most.

    DeskError ``missing-data`` if no target of ``years`` has a result.
    """
    _check_years(years=years)
    frame = measures.verdicts(packet.ledger, years)
    aimed = frame[frame["met"].notna()]
    if not len(aimed):
        raise _missing(packet, "figures", f"{_span(years)}の目標(kind が target)と、同じ年度の決算")
    lines = []
    for measure, words in PLAN_NAMES.items():
        own = aimed[aimed["measure"] == measure]
        met = int((own["met"] == True).sum())  # noqa: E712 (None is neither)
        lines.append(
            f"{words}の目標は延べ{_say(packet, len(own), '件')}のうち{_say(packet, met, '件')}を達成した。"
            if len(own)
            else f"{words}には、実績と比べられる目標がない。"
        )
    missed = aimed[aimed["met"] == False]["claim"].value_counts()  # noqa: E712
    if not len(missed):
        return Prose([*lines, "未達成はない。"])
    most = [claim for claim in dict.fromkeys(aimed["claim"]) if missed.get(claim, 0) == missed.max()]
    lines.append(f"未達成が最も多い（{_say(packet, int(missed.max()), '件')}）のは{_names(packet, most)}である。")
    return Prose(lines)


def past_claim(packet: Packet, claim: str, years: Sequence[int]) -> Prose:
    """One claim under the plan before: the change since its first year, and the verdict of its last.

    DeskError ``missing-data`` if the claim has no settlement in the first of ``years``.
    """
    _check_years(years=years)
    frame = measures.verdicts(packet.ledger, years)
    if claim not in set(frame["claim"]):
        raise _missing(packet, "figures", f"claim が {claim}、fiscal_year が {years[0]} の決算")
    first, last = _year(years[0]), _year(years[-1])
    changes, verdicts = [], []
    for measure, words in PLAN_NAMES.items():
        own = frame[(frame["claim"] == claim) & (frame["measure"] == measure)].set_index("fiscal_year")
        then, now = own.loc[years[0]], own.loc[years[-1]]
        unit, change_unit = plan_units(packet, measure)
        change = measures.difference(now["actual"], then["actual"])
        if now["actual"] is not None:
            against = f"（{first}から{_say(packet, change, change_unit, signed=True)}）" if change is not None else ""
            changes.append(f"{words}は{_say(packet, now['actual'], unit)}{against}")
        if now["met"] is None:
            verdicts.append(f"{words}は目標なし")
        else:
            gap = _say(packet, now["gap"], change_unit, signed=True)
            verdicts.append(f"{words}は{'達成' if now['met'] else '未達成'}（{gap}）")
    settled = f"{last}の{'、'.join(changes)}。" if changes else f"{last}の実績は、{NOT_IN_SOURCE}。"
    return Prose([settled, f"{last}の目標に対し、{'、'.join(verdicts)}。"])


def scope(packet: Packet, before: str, after: str) -> Prose:
    """How the list of claims changed from edition ``before`` to ``after``. DeskError ``missing-data`` if there is no such edition."""
    editions = list(dict.fromkeys(packet.ledger["numbers"]["edition"]))
    for edition in (before, after):
        if edition not in editions:
            raise _missing(packet, "numbers", f"edition が {edition} の債権番号({'、'.join(editions)} はある)")
    frame = measures.renumbering(packet.ledger, before, after)
    counts = frame["change"].value_counts()
    listed = int((frame["after"] != "").sum())
    dropped = _names(packet, frame[frame["change"] == "dropped"]["claim"])
    changes = "、".join(
        f"{words}{_say(packet, int(counts.get(change, 0)), of='債権')}"
        for change, words in (
            ("added", "追加"),
            ("dropped", "除外"),
            ("renumbered", "番号の変更"),
            ("kept", "変更なし"),
        )
    )
    return Prose(
        [
            f"対象は{_say(packet, listed, '債権')}である。現行の一覧と比べ、{changes}である。",
            *([f"除外するのは{dropped}である。"] if dropped else []),
        ]
    )


def audit(packet: Packet) -> Prose:
    """How many of the document's figures were recomputed, and what came of it."""
    audit = require_audit(packet)
    counts = audit.counts()
    parts = "、".join(f"{VERDICTS[verdict]}{_say(packet, count, '件')}" for verdict, count in counts.items())
    lines = [f"印刷された数値{_say(packet, len(audit.findings), '件')}を、資料のほかの数値と照らした。{parts}である。"]
    if not counts["mismatch"]:
        lines.append("照らすことのできた数値に、他の数値と合わないものはない。")
    return Prose(lines)


def definitions(packet: Packet) -> Prose:
    """How this packet computes and prints, from the city's settings."""
    rate = {
        "collected": f"収納率＝収入済額÷調定額×{name('100')}。",
        "collected_less_refund_due": f"収納率＝（収入済額−還付未済額）÷調定額×{name('100')}。",
        "as_published": "収納率は、原資料に印刷された値である。",
    }[packet.city.rate_definition]
    example = name(packet.notation.number(Decimal("-0.5")))
    printed = (
        "債権別の表の率と増減は、原資料に印刷された値をそのまま示し、印刷のないものだけを、印刷された金額から計算する。"
        "印刷された値どうしが合わないものは、計算した値を網掛けで示し、両方の値を表の下に記す。"
    )
    place, first = name(f"第{packet.city.decimals}位"), name("第1位")
    return Prose(
        [
            f"{rate}計算した収納率とその差は小数{place}、増減率は小数{first}までとし、下の位を四捨五入する。"
            "原資料の値は印刷された桁のまま示す。",
            *([printed] if measures.stated(packet.ledger, packet.audit) else []),
            "収入未済額＝調定額−収入済額−不納欠損額＋還付未済額。",
            f"二つの率の差はポイント（P）、件数と金額の増減率は %（当年度÷前年度−{name('1')}）で示す。",
            "増減や差は端数処理前の値から計算し、最後に一度だけ四捨五入する。このため、表示した値どうしの差と一致しないことがある。",
            f"負の数は {packet.notation.minus} で示す（{example}）。「-」は該当がないもの、原資料が「-」とするもの、比べる値がなく計算できないもの。"
            f"「皆増」は前年度が {name('0')} のもの。「資料なし」は原資料に値がないもの。",
            f"出典：{name(packet.meeting.source)}。原資料の値から逆算した値は、そのことを表に示した。",
        ]
    )


def _say(
    packet: Packet,
    value: Decimal | int,
    unit: str = "",
    decimals: int | None = None,
    signed: bool = False,
    about: bool = False,
    of: str = "",
) -> str:
    """``value`` as the city prints it, with ``unit``, recorded as a figure. ``of`` is the unit of a count that is printed without one.

    ``decimals=None`` keeps the places the value was written with; ``about`` prints 約 before it.
    """
    number = packet.notation.number(value, decimals, signed)
    return figure(f"{'約' if about else ''}{number}{unit}", value, unit or of)


def _year(year: int) -> str:
    return name(wareki.fiscal_year(year))


def _span(years: Sequence[int]) -> str:
    return "～".join(dict.fromkeys(wareki.fiscal_year(year) for year in (years[0], years[-1])))


def _names(packet: Packet, claims) -> str:
    # In brackets, because some names hold a 、 themselves.
    return "".join(f"「{name(packet.ledger.claim(claim)['name'])}」" for claim in claims)


def _check_years(**years: Sequence[int]) -> None:
    for parameter, given in years.items():
        if not len(given):
            raise DeskError("missing-data", f"文に述べる年度がありません。{parameter} に年度を一つ以上渡してください。")


def _missing(packet: Packet, table: str, wanted: str) -> DeskError:
    return DeskError("missing-data", f"{packet.ledger.folder}/{table}.csv に、{wanted}の行がありません。")


def _rose(change: Decimal) -> str:
    return "上昇し" if change > 0 else "低下し" if change < 0 else "の差で"


def _grew(change: Decimal) -> str:
    return "増加した" if change > 0 else "減少した" if change < 0 else "で同じである"
