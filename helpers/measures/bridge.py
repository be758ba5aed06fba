"""The carried-over amounts of all claims from the opening of the year to the meeting, and on to the target."""

from dataclasses import dataclass
from typing import Literal

from helpers.measures.formulas import ratio
from helpers.measures.outstanding import positions, total_of
from helpers.measures.rows import Amount, Percent, Rows
from helpers.packet import Packet


@dataclass(frozen=True)
class Step:
    """An amount on the way, in the unit of the city's tables. Of the first there is no change."""

    name: Literal["assessed", "outstanding", "target"]
    amount: Amount
    change: Amount | None  # from the step before
    share: Percent | None  # the change, of the first amount


def bridge(packet: Packet) -> Rows[Step]:
    """過年の収入未済額が、期首から会議の日まで、さらに目標まで、どれだけ減るか。

    例::

        measures.bridge(packet).frame()

    列: name、amount(金額)、change(金額)、share(%)
    ``name``: assessed(過年調定額)、outstanding(会議の日か決算の収入未済額)、target(年度末の目標。なければ行がない)。
    ``share`` = change / 過年調定額。会議の日の削減率は、正しくありうる限り印刷値。
    データがないとき: 何のデータがないかを言って止まる。
    """
    total = total_of(positions(packet, "carried_over")).this
    steps = [
        Step("assessed", total.assessed, None, None),
        Step("outstanding", total.outstanding, total.outstanding - total.assessed, total.cut),
    ]
    if total.target is not None:
        left = total.target - total.outstanding
        steps.append(Step("target", total.target, left, ratio(left, total.assessed)))
    return Rows(steps, packet.city.units)
