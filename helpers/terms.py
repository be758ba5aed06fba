"""Words of claims management: what the data calls a thing, and what is printed for it. Each is written here, and nowhere else."""

from typing import Literal

Segment = Literal["current", "carried_over", "total"]
SEGMENTS = {"current": "現年度分", "carried_over": "滞納繰越分", "total": "合計"}
CLASSES = {"tax": "市税", "compulsory": "強制徴収公債権", "non_compulsory": "非強制徴収公債権", "private": "私債権"}

# Amounts of a claim, in the order in which they come about.
AMOUNT_NAMES = {
    "assessed": "調定額",
    "collected": "収入済額",
    "written_off": "不納欠損額",
    "refund_due": "還付未済額",
    "outstanding": "収入未済額",
}
AMOUNTS = tuple(AMOUNT_NAMES)
RATE = "collection_rate"
MEASURE_NAMES = {**AMOUNT_NAMES, RATE: "収納率"}

# Claims that are sums of others and stand in no claims.csv.
AGGREGATE_NAMES = {"all": "全債権", "major": "主要債権", "other": "他債権"}
AGGREGATES = tuple(AGGREGATE_NAMES)

# By what amounts are summed up.
BY = {"claim": "債権", "bureau": "局", "section": "課"}

# Whether a target was met; None: there is none.
VERDICT_NAMES = {True: "達成", False: "未達成", None: "目標なし"}
VERDICT_SIGNS = {True: "○", False: "×", None: "-"}

# What a plan over several years sets targets for.
PLAN_NAMES = {RATE: "現年度分収納率", "outstanding": "収入未済額"}

# In place of a growth from zero, which has no rate.
FROM_ZERO = "皆増"
