"""川辺市 with secrets planted in it: names, remarks, reasons, and counts of people beside their totals."""

from tests import town

# Counts below the bound of this city, which is high so that no other number of a packet can be taken for one.
BELOW = 700_000
# claim → current, carried over. 483,917 and 612,204 are small; what stands beside them with their totals gives them away.
COUNTS = {
    "municipal_tax": (1_843_206, 3_271_458),
    "care_insurance": (2_640_137, 483_917),
    "child_care": (612_204, 1_927_363),
    "school_meals": (5_316_842, 4_208_619),
}
NAMES = ("鴨居 玄一郎", "瀬戸 弥生子")
REMARKS = (
    "差押予定先の氏名を確認した",
    "入居者の家族から申出があった",
    "議会前なので伏せる理由",
    "対象者が口外しないよう求めた",
    "節の注は委員だけが読む",
)

CITY_YAML = (
    town.CITY_YAML
    + f"""\
committee_only:
  tables:
    - members
  counts_below: {BELOW}
# {REMARKS[2]}
"""
)
_COLUMNS = "fiscal_year,as_of,claim,segment,measure,item,group,kind,value,unit,approx,base_year,source,audience"


def figures():
    """Rows of figures.csv: people in arrears by claim and segment with all totals, a share, a mean and a difference of a small one."""
    rows = []
    for claim, (current, carried) in [*COUNTS.items(), ("all", tuple(map(sum, zip(*COUNTS.values(), strict=True))))]:
        for segment, value in (("current", current), ("carried_over", carried), ("total", current + carried)):
            rows.append(_row(claim, segment, "count", "滞納者", value, "人"))
    rows += [
        _row("child_care", "current", "count", "児童のいる世帯の人員", 2_813_246, "人"),
        _row("child_care", "current", "share", "滞納者の割合", "21.7615", "%"),
        _row("child_care", "current", "amount", "滞納額", 9_616_922_541, "円"),
        _row("child_care", "current", "amount", "一人当たりの滞納額", "15708.7", "円/人"),
        _row("child_care", "current", "count", "滞納者", "3.7183", "%", kind="difference", base="2024"),
        _row("school_meals", "total", "count", "分割の相談", 8_150_003, "件", audience="委員限り"),
    ]
    return rows


def _row(claim, segment, measure, item, value, unit, kind="actual", base="", audience=""):
    return f"2025,,{claim},{segment},{measure},{item},,{kind},{value},{unit},,{base},資料3,{audience}"


def tables():
    """All tables of the town, with the secrets in them."""
    own = town.tables()
    own["figures"] = [_COLUMNS, *(f"{line}," for line in own["figures"][1:]), *figures()]
    own["members"] = [own["members"][0], *(f"2025-04-01,委員,課長,{name},名簿" for name in NAMES)]
    own["hearings"] = [
        "fiscal_year,claim,number,role,text,source,audience",
        f"2025,child_care,1,issue,{REMARKS[0]},聴取,委員限り",
        f"2025,child_care,1,response,{REMARKS[1]},聴取,committee",
        '2025,care_insurance,1,issue,"対象者４８３，９１７人と、現年度分の2640137人に文書を送った",聴取,',
        "2025,school_meals,1,issue,口座振替を勧める,聴取,",
    ]
    own["initiatives"] = [
        "fiscal_year,stage,claim,segment,group,heading,text,tag,source,audience",
        '2025,done,child_care,,,,"612,204人に催告した",継続,聴取,',
        f"2025,done,child_care,,,,{REMARKS[3]},継続,聴取,委員限り",
    ]
    own["campaigns"] = [
        "fiscal_year,claim,group,round,start,end,note,source",
        "2024,child_care,,1,2024-11,2024-12,,聴取",
    ]
    own["published"] = [
        "meeting,document,table,row,part_of,fiscal_year,column,item,figure,unit,claim,segment,measure,formula,source",
        *(
            f"{town.MEETING},資料,表1,{row},{whole},,人数,滞納者,{value}人,,,,,{formula},資料3"
            for row, whole, value, formula in (
                ("保育料", "計", 612_204, ""),
                ("給食費", "計", 5_316_842, ""),
                ("計", "", 5_929_046, "SUM(人数)"),
            )
        ),
    ]
    return own


def make(desk, notebooks):
    """The desk of the town with the secrets, and a section for each of ``notebooks``; of ``progress`` for the committee."""
    town.make(desk, notebooks)
    for table, lines in tables().items():
        town.write(desk / f"data/{town.CITY}/{table}.csv", lines)
    (desk / f"params/{town.CITY}/city.yaml").write_text(CITY_YAML, encoding="utf-8")
    meeting = desk / f"params/{town.CITY}/{town.MEETING}.yaml"
    text = meeting.read_text(encoding="utf-8")
    text = text.replace(
        "  - notebook: notes\n", f"  - notebook: notes\n    committee_notes:\n      - {REMARKS[4]}\n", 1
    ).replace("  - notebook: progress\n", "  - notebook: progress\n    audience: committee\n", 1)
    meeting.write_text(text, encoding="utf-8")
    return desk
