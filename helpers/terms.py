"""Words of claims management: what the data calls a thing, and what is printed for it. Each is written here, and nowhere else."""

from typing import Literal

Segment = Literal["current", "carried_over", "total"]
SEGMENTS = {"current": "現年度分", "carried_over": "滞納繰越分", "total": "合計"}
CLASSES = {"tax": "市税", "compulsory": "強制徴収公債権", "non_compulsory": "非強制徴収公債権", "private": "私債権"}

# 都道府県, in the order of the national codes of local governments (全国地方公共団体コード).
PREFECTURES = tuple(
    """
    北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県
    山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県
    香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県
    """.split()  # noqa: SIM905 (47 literals are no easier to read)
)

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

# For whom a packet is, and what its cover calls that.
Audience = Literal["committee", "public"]
AUDIENCE_NAMES: dict[Audience, str] = {"committee": "委員限り", "public": "公開版"}
# Tables of data/ that may be for the committee alone, whole or row by row.
CONFIDABLE = (
    "initiatives", "policies", "campaigns", "hearings", "points", "agenda", "members", "meetings", "published",
)  # fmt: skip

# What people write in the tables of data/ for a code; the first word is the one that workbooks offer.
CODE_WORDS: dict[str, tuple[str, ...]] = {
    "current": ("現年度分", "現年", "現年分", "現年課税分"),
    "carried_over": ("滞納繰越分", "滞納繰越", "滞繰", "滞繰分", "過年度分", "過年", "過年分"),
    "total": ("合計", "計"),
    **{code: (word,) for code, word in {**MEASURE_NAMES, **CLASSES, **AGGREGATE_NAMES}.items()},
    "rank": ("順位",),
    "count": ("件数・人数", "件数", "人数"),
    "amount": ("その他の金額", "金額"),
    "share": ("その他の割合", "割合"),
    "growth": ("対前年増減率", "増減率"),
    "achievement": ("達成率",),
    "rate": ("収納率",),
    "rate_points": ("収納率の前年度差",),
    "cut": ("削減率",),
    "cut_points": ("削減率の前年度差",),
    "actual": ("実績", "決算"),
    "estimate": ("推計", "見込み"),
    "target": ("目標",),
    "difference": ("増減",),
    "done": ("実施", "実施済み"),
    "planned": ("予定",),
    "issue": ("課題",),
    "progress": ("進捗",),
    "response": ("対応",),
    "meeting": ("会議",),
    "report": ("報告・決定", "報告"),
    "work": ("取組期間", "取組"),
    "continued": ("継続",),
    "new": ("新規",),
    "committee": (AUDIENCE_NAMES["committee"],),
}  # fmt: skip

# What the tables of data/ and their columns are called in Japanese.
TABLE_NAMES = {
    "claims": "債権", "figures": "金額・率・件数", "excluded": "対象外とした歳入", "initiatives": "取組", "policies": "取組方針",
    "campaigns": "強化期間", "hearings": "ヒアリング", "numbers": "債権番号", "plans": "計画", "points": "説明の要点", "agenda": "次第",
    "members": "名簿", "meetings": "今後の会議", "schedule_items": "スケジュールの項目", "schedule": "年間スケジュール", "tools": "DXの手段",
    "tool_claims": "DXの手段と債権", "published": "印刷された数値",
}  # fmt: skip
COLUMN_NAMES = {
    **AMOUNT_NAMES,
    "fiscal_year": "年度", "as_of": "時点", "claim": "債権", "segment": "区分", "measure": "指標", "item": "何の数か", "group": "誰が・いつ",
    "kind": "種別", "value": "値", "unit": "単位", "approx": "約", "base_year": "基準年度", "source": "出典", "name": "名前",
    "short_name": "短い名前", "classes": "債権区分", "bureau": "局", "division": "部", "section": "課", "collector_bureau": "徴収する局",
    "collector_section": "徴収する課", "part_of": "まとめ先", "account": "会計", "reason": "理由", "lines": "行数", "stage": "段階",
    "heading": "見出し", "text": "内容", "tag": "印", "round": "回", "start": "始まり", "end": "終わり", "note": "補足", "number": "番号",
    "role": "役割", "edition": "版", "plan": "計画の識別子", "meeting": "会議の日付", "topic": "話題", "title": "題名", "material": "資料番号",
    "pages": "ページ", "post": "職名", "month": "予定月", "content": "実施内容", "target": "対象", "label": "表記", "tool": "手段の識別子",
    "before": "従来の手段", "before_cost": "従来の円/件", "after": "新しい手段", "after_cost": "新しい円/件", "exception": "例外の相手",
    "exception_cost": "例外の円/件", "rollout": "庁内への広げ方", "caution": "留意点", "count": "債権の数", "status": "状況",
    "document": "資料名", "table": "表", "row": "行", "column": "列", "figure": "印刷された数値", "formula": "式", "rounding": "端数処理",
    "audience": "公開範囲",
}  # fmt: skip

# In place of a growth from zero, which has no rate.
FROM_ZERO = "皆増"
