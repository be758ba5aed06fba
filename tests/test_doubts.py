"""Figures that look like a slip: asked about on the way in, until mended or acknowledged."""

from decimal import Decimal

import pandas as pd
import pytest

from helpers.errors import DeskError
from helpers.ledger.doubts import doubts
from helpers.packet import Packet
from tests import town

FIGURES = "data/saitama/figures.csv"
DAY = "2025,2025-10-31,municipal_tax"


def plant(project, old, new):
    path = project / FIGURES
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8-sig")


def asked(project, city="saitama"):
    with pytest.raises(DeskError) as caught:
        Packet.open(city, root=project)
    assert caught.value.code == "doubt"
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said", "name"),
    [
        (",collected,,,actual,179414768,", ",collected,,,actual,1794147680,", "桁が一つ違う", "tenfold/2025-10-31/municipal_tax/current/collected"),
        (",collected,,,actual,179414768,", ",collected,,,actual,1794147680,", "調定額 298,336,420千円 を超えています", "rate/2025-10-31"),
        (",collected,,,actual,179414768,", ",collected,,,actual,179414768000,", "単位が千倍違う", "thousandfold/2025-10-31"),
        (",outstanding,,,actual,118921652,", ",outstanding,,,actual,-118921652,", "負の金額です", "sign/2025-10-31"),
        (",collected,,,actual,179414768,", ",collected,,,actual,179414868,", "債権の合計が 221,379,952千円 より", "parts/2025-10-31/all/current/collected"),
        ("2024,,all,total,outstanding,,,actual,9690,", "2024,,all,total,outstanding,,,actual,9960,", "前年度末の収入未済額 9,960百万円", "opening/2025-10-31/all"),
        ("2024,,all,total,collection_rate,,,actual,97.1,", "2024,,all,total,collection_rate,,,actual,197.1,", "100% を超えています", "rate/2024/all"),
    ],
)  # fmt: skip
def test_each_doubt_is_asked_with_its_row_and_name(project, old, new, said, name):
    plant(project, old, new)
    text = asked(project)
    assert said in text and f"(doubt: {name}" in text
    assert "figures.csv " in text and "行目 value" in text and "params/saitama/city.yaml に次の形で" in text


def test_a_total_rate_lies_between_its_parts(project):
    path = project / "data/shizuoka/figures.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert text.count(",99.63,") > 0
    path.write_text(text.replace(",99.63,", ",96.93,"), encoding="utf-8-sig")
    said = asked(project, "shizuoka")
    assert (
        "合計の収納率 99.32% が、現年度分と滞納繰越分(96.93%、47.15%)の間にありません" in said
        and "(doubt: between/2025/" in said
    )


def test_a_rate_that_slips_a_digit(project):
    plant(project, "2024,,all,total,collection_rate,,,actual,97.1,", "2024,,all,total,collection_rate,,,actual,9.71,")
    path = project / FIGURES
    line = "2023,,all,total,collection_rate,,,actual,96.9,%,,,試験\n"
    path.write_text(path.read_text(encoding="utf-8-sig") + line, encoding="utf-8-sig")
    assert "桁が一つ違う" in asked(project)


def test_a_typed_triangle_is_refused_before_any_doubt(project):
    plant(project, ",outstanding,,,actual,118921652,", ",outstanding,,,actual,▲118921652,")
    with pytest.raises(DeskError, match="半角の - を付けてください"):
        Packet.open("saitama", root=project)


def test_an_answer_needs_a_reason_and_a_doubt(project):
    path = project / "params/saitama/city.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "  - doubt: tenfold/2020/x\n", encoding="utf-8")
    with pytest.raises(DeskError, match=r"acknowledged\.4\.reason: 必要な項目"):
        Packet.open("saitama", root=project)
    path.write_text(text + "  - doubt: tenfold/2020/x\n    reason: 確かめた\n", encoding="utf-8")
    assert "「tenfold/2020/x」に当たる数値は、もうありません" in asked(project)


def found(city):
    packet = Packet.open(city)
    return doubts(packet.ledger["figures"], packet.ledger["claims"])


def test_what_the_cities_have_is_asked_and_answered():
    """Every doubt about the three cities is a real one, and each has its reason."""
    counts = {city: len(found(city)) for city in ("saitama", "shizuoka", "ube")}
    assert counts == {"saitama": 3, "shizuoka": 0, "ube": 2}
    assert all(entry.reason for city in counts for entry in Packet.open(city).city.acknowledged)


def test_rounding_is_no_doubt():
    """Totals of rounded parts that need not add up, yen that do."""
    names = [doubt.name for doubt in found("saitama")]
    # (8) 過年: 33 claims, and totals that are one or two 千円 off.
    assert not [name for name in names if name.startswith("parts/") and "carried_over" in name]


def small(*lines, down=()):
    """The rules of :func:`told`."""
    return [doubt.rule for doubt in told(*lines, down=down)]


def told(*lines, down=(), kind="actual"):
    """Doubts about a few figures of claims 甲 (with a part 乙), 丙 and 丁: year,as_of,claim,segment,measure,group,value,unit,approx."""
    columns = ["fiscal_year", "as_of", "claim", "segment", "measure", "group", "value", "unit", "approx"]
    rows = [dict(zip(columns, [*line.split(","), ""][:9], strict=True)) | {"item": "", "kind": kind} for line in lines]
    figures = pd.DataFrame(
        [r | {"fiscal_year": int(r["fiscal_year"]), "value": Decimal(r["value"])} for r in rows], dtype=object
    )
    claims = pd.DataFrame({"claim": ["kou", "otsu", "hei", "tei"], "part_of": ["", "kou", "", ""]})
    return doubts(figures, claims, down)


def test_totals_and_their_parts():
    def of_all(total, *parts, **how):
        lines = [f"2025,,{claim},current,assessed,,{value},千円" for claim, value in parts]
        return small(*lines, f"2025,,all,current,assessed,,{total},千円", **how)

    three = ("kou", 100), ("hei", 200), ("tei", 300)
    assert of_all(602, *three) == [] and of_all(603, *three) == ["parts"]  # four halves of rounding
    # Cut off, each part is up to one more than printed, and so is the total: 602.97 at most, and never below 600.
    assert of_all(602, *three, down=["amount"]) == [] and of_all(603, *three, down=["amount"]) == ["parts"]
    assert of_all(599, *three, down=["amount"]) == ["parts"]
    assert of_all(600, *three, ("otsu", 70)) == []  # 乙 is a part of 甲
    assert of_all(900, three[0]) == []  # one claim recorded: the others may make up the rest
    assert of_all(90, three[0]) == ["parts"]  # more than all is wrong whatever they are


def test_claims_that_print_only_a_total_beside_those_that_print_parts():
    def of_all(segment, total):
        parts = (
            "kou,current,assessed,,100",
            "kou,carried_over,assessed,,50",
            "hei,total,assessed,,20",
            "tei,total,assessed,,30",
        )
        return small(*(f"2025,,{row},円" for row in (*parts, f"all,{segment},assessed,,{total}")))

    assert of_all("total", 200) == []  # 100 + 50 of 甲, which prints no total, and 20 + 30
    assert of_all("total", 201) == ["parts"] and of_all("total", 199) == ["parts"]
    assert of_all("current", 140) == []  # some of 丙's and 丁's may be in it
    assert of_all("current", 99) == ["parts"]


def test_current_and_carried_over_make_the_total():
    lines = ["2025,,kou,current,outstanding,,100,千円", "2025,,kou,carried_over,outstanding,,50,千円"]
    assert small(*lines, "2025,,kou,total,outstanding,,151,千円") == []
    assert small(*lines, "2025,,kou,total,outstanding,,160,千円") == ["segments"]
    assert small(*lines, "2025,,kou,total,outstanding,,160,千円,約") == []  # a round figure is no total
    assert small(lines[0], "2025,,kou,total,outstanding,,160,千円") == []
    assert small(*lines, "2025,,kou,total,outstanding,,500,千円".replace("outstanding,,", "outstanding,係,")) == []


def test_openings():
    closing = "2024,,kou,total,outstanding,,500,千円"
    assert small(closing, "2025,2025-10-31,kou,carried_over,assessed,,501,千円") == []
    assert small(closing, "2025,2025-10-31,kou,carried_over,assessed,,502,千円") == ["opening"]
    # Asked once, at the first day; not of what one office began with, nor against a round figure.
    assert small(
        closing,
        "2025,2025-12-31,kou,carried_over,assessed,,510,千円",
        "2025,2025-10-31,kou,carried_over,assessed,,510,千円",
    ) == ["opening"]
    assert small(closing, "2025,,kou,carried_over,assessed,第1係,200,千円") == []
    assert small(closing + ",約", "2025,,kou,carried_over,assessed,,540,千円") == []
    assert small("2024,,kou,total,outstanding,,5,百万円", "2025,,kou,carried_over,assessed,,5499,千円") == []


def test_collected_and_assessed_in_their_units():
    assert small("2025,,kou,current,assessed,,1300,千円", "2025,,kou,current,collected,,1234000,円") == []
    assert small("2025,,kou,current,assessed,,1300,千円", "2025,,kou,current,collected,,1301000,円") == ["rate"]


RATE = "2025,,kou,{},collection_rate,,{},%"


@pytest.mark.parametrize(
    ("lines", "row", "name", "off", "message"),
    [
        ((RATE.format("total", "103"),), 0, "rate/2025/kou/total/collection_rate/actual/103", "0.03",
         "収納率が 103% で、100% を超えています。"),
        ((RATE.format("total", "-3"),), 0, "sign/2025/kou/total/collection_rate/actual/-3", None, "収納率が -3% で、負になっています。"),
        ((RATE.format("current", "90.0"), RATE.format("carried_over", "40.0"), RATE.format("total", "92.0")), 2,
         "between/2025/kou/total/collection_rate/actual/92.0-90.0-40.0", "0.02",
         "合計の収納率 92.0% が、現年度分と滞納繰越分(90.0%、40.0%)の間にありません。"),
        ((RATE.format("current", "90.0"), RATE.format("carried_over", "40.0"), RATE.format("total", "35.0")), 2,
         "between/2025/kou/total/collection_rate/actual/35.0-90.0-40.0", "0.05",
         "合計の収納率 35.0% が、現年度分と滞納繰越分(90.0%、40.0%)の間にありません。"),
        (("2025,,kou,current,assessed,,2,百万円", "2025,,kou,current,collected,,2600,千円"), 1,
         "rate/2025/kou/current/collected/actual/2600000-2000000", "0.3", "収入済額 2,600千円 が調定額 2百万円 を超えています。"),
        (("2025,2025-10-31,kou,current,assessed,係,-1200,千円",), 0,
         "sign/2025-10-31/kou/current/assessed/係/actual/-1200000", None, "-1,200千円 は負の金額です。"),
        (("2025,,kou,current,assessed,,100,円", "2025,,hei,current,assessed,,1200,円", "2025,,all,current,assessed,,1000,円"), 2,
         "parts/2025/all/current/assessed/actual/300", "0.3", "債権の合計が 1,000円 より +300円 違います(端数では説明できません)。"),
        (("2025,,kou,current,refund_due,,900,円", "2025,,kou,carried_over,refund_due,,50,円", "2025,,kou,total,refund_due,,1000,円"), 2,
         "segments/2025/kou/total/refund_due/actual/-50", "0.05",
         "現年度分と滞納繰越分の計が 1,000円 より -50円 違います(端数では説明できません)。"),
        (("2024,,kou,current,collected,,1000,円", "2025,,kou,current,collected,,12500,円"), 1,
         "tenfold/2025/kou/current/collected/actual/1000-12500", "11.5",
         "前年度の 1,000円 に対して 12,500円 で、桁が一つ違うかもしれません。"),
        (("2024,,kou,current,collected,,1000000,円", "2025,,kou,current,collected,,2000,円"), 1,
         "thousandfold/2025/kou/current/collected/actual/1000000-2000", "0.998",
         "前年度の 1,000,000円 に対して 2,000円 で、単位が千倍違うかもしれません。"),
        (("2024,,kou,total,outstanding,,4,百万円", "2025,,kou,carried_over,assessed,,5000,千円"), 1,
         "opening/2025/kou/carried_over/assessed/actual/1000000", "0.25",
         "前年度末の収入未済額 4百万円 と、繰り越した調定額 5,000千円 が +1,000千円 違います。"),
    ],
)  # fmt: skip
def test_a_doubt_says_what_is_at_issue_and_how_far_it_is_off(lines, row, name, off, message):
    (doubt,) = told(*lines)
    assert (doubt.name, doubt.rule, doubt.row, doubt.message) == (name, name.partition("/")[0], row, message)
    assert doubt.off == (off and Decimal(off)) and doubt.claim == name.split("/")[2]


@pytest.mark.parametrize(
    "lines",
    [
        (RATE.format("total", "100"), RATE.format("current", "0")),
        (RATE.format("current", "90.0"), RATE.format("carried_over", "40.0"), RATE.format("total", "90.0")),
        (RATE.format("current", "90.0"), RATE.format("carried_over", "40.0"), RATE.format("total", "90.1")),  # 90.05 is both
        (RATE.format("current", "90.0"), RATE.format("total", "95.0")),
        ("2025,,kou,current,assessed,,1000,円", "2025,,kou,current,collected,,1000,円"),
        ("2025,,kou,current,assessed,,1000,円", "2025,,hei,current,collected,,2000,円"),
        ("2025,,kou,current,assessed,,0,円",),
        ("2024,,kou,current,assessed,,1000,円", "2025,,kou,current,assessed,,12501,円"),
        ("2024,,kou,current,assessed,,1000,円", "2025,,kou,current,assessed,,7999,円"),
        ("2024,,kou,current,assessed,,1000,円", "2025,,kou,current,assessed,,2000001,円"),
        ("2024,,kou,current,assessed,,1000,円", "2025,,kou,current,assessed,,499999,円"),
        ("2024,,kou,current,assessed,,0,円", "2025,,kou,current,assessed,,1000,円"),
        ("2023,,kou,current,assessed,,100,円", "2025,,kou,current,assessed,,1000,円"),
        ("2024,2024-10-31,kou,current,assessed,,100,円", "2025,2025-12-31,kou,current,assessed,,1000,円"),
        ("2024,,kou,current,outstanding,,400,円", "2025,,kou,carried_over,assessed,,500,円"),
        ("2024,2024-10-31,kou,total,outstanding,,400,円", "2025,,kou,carried_over,assessed,,500,円"),
        ("2024,,kou,total,outstanding,,400,円", "2025,,kou,current,assessed,,500,円"),
        ("2024,,kou,total,outstanding,,400,円", "2025,,kou,carried_over,assessed,,500,円,約"),
    ],
)  # fmt: skip
def test_what_can_be_right_is_not_asked(lines):
    assert small(*lines) == []


def test_a_change_and_a_rate_that_falls_tenfold():
    rates = RATE.format("total", "97.1").replace("2025", "2024"), RATE.format("total", "9.71")
    assert small(*rates) == ["tenfold"]
    for measure, value in (("collection_rate", "-3"), ("assessed", "-3000"), ("collection_rate", "103")):
        assert told(f"2025,,kou,total,{measure},,{value},円", kind="difference") == []
    change = ("2025,,kou,current,assessed,,1,円", "2025,,kou,current,collected,,2000,円")
    assert told(*change, kind="difference") == []


def test_openings_that_were_cut_off():
    lines = "2024,,kou,total,outstanding,,1999,千円", "2025,,kou,carried_over,assessed,,1,百万円"
    assert small(*lines, down=["amount"]) == [] and small(*lines) == ["opening"]


def test_jumps():
    def jump(measure, last, this):
        return small(f"2024,,kou,current,{measure},,{last},千円", f"2025,,kou,current,{measure},,{this},千円")

    assert jump("outstanding", 150, 1500) == jump("outstanding", 1500, 150) == ["tenfold"]
    assert jump("outstanding", 150, 150000) == ["thousandfold"]
    assert jump("outstanding", 9, 90) == []  # small amounts move by chance
    assert jump("written_off", 150, 1500) == []
    assert jump("outstanding", 150, 1000) == []


# What 川辺市 left unpaid, in 千円, beside what it began with: 4,100,000, 900,000, 310,000 and 120,000.
CLOSINGS = {"municipal_tax": 4_000_000, "care_insurance": 890_000, "child_care": 300_000, "school_meals": 240_000}


@pytest.fixture
def desk(tmp_path):
    """川辺市 with an opening of each claim that is not last year's closing: 2.5%, 1.2%, 3.4% and 50% off."""
    made = town.make(tmp_path)
    path = made / f"data/{town.CITY}/figures.csv"
    rows = "".join(f"2024,,{claim},total,outstanding,,,actual,{v},千円,,,資料\n" for claim, v in CLOSINGS.items())
    path.write_text(path.read_text(encoding="utf-8-sig") + rows, encoding="utf-8-sig")
    return made


def answered(desk, *entries):
    path = desk / f"params/{town.CITY}/city.yaml"
    lines = [f"  - {{{entry}}}\n" for entry in entries]
    path.write_text(town.CITY_YAML + "acknowledged:\n" + "".join(lines), encoding="utf-8")
    return desk


WITHIN = "doubt: opening, within: 5%, reason: 調定額の異動"


class TestAKindOfDoubts:
    def test_is_one_group_in_the_message(self, desk):
        said = asked(desk, town.CITY)
        assert "4 件あります(opening 4 件、差は 50.0% まで)" in said and said.count("doubt: opening/") == 1
        assert "同じ種類の誤りが、これを入れて 4 件あります" in said

    def test_is_answered_within_its_bound(self, desk):
        said = asked(answered(desk, WITHIN), town.CITY)
        assert "1 件あります" in said and "doubt: opening/2025-10-31/school_meals/" in said
        Packet.open(
            town.CITY, root=answered(desk, WITHIN, "doubt: opening, claim: school_meals, within: 50%, reason: 移管")
        )

    def test_is_answered_for_its_claim_alone(self, desk):
        entry = "doubt: opening, claim: municipal_tax, within: 100%, reason: 調定額の異動"
        assert "3 件あります" in asked(answered(desk, entry), town.CITY)

    def test_another_kind_is_not(self, desk):
        assert "4 件あります" in asked(answered(desk, "doubt: parts, within: 90%, reason: 調定額の異動"), town.CITY)

    @pytest.mark.parametrize(
        ("entry", "said"),
        [
            ("doubt: opening, claim: all, within: 5%, reason: なし", "「opening」に当たる数値は、もうありません"),
            ("doubt: openings, within: 5%, reason: なし", "もしかして「opening」"),
        ],
    )
    def test_an_answer_to_nothing_is_one_too_many(self, desk, entry, said):
        everything = "doubt: opening, within: 50%, reason: 調定額の異動"
        assert said in asked(answered(desk, everything, entry), town.CITY)

    @pytest.mark.parametrize(
        ("entry", "said"),
        [
            ("doubt: opening, reason: 異動", r"acknowledged\.1: 「opening」の疑問にまとめて答えるには.*within: 5%"),
            ("doubt: opening, within: 5, reason: 異動", r"acknowledged\.1\.within: 「5」: 5% や 0.5% の形で"),
            ("doubt: opening, within: -5%, reason: 異動", r"within: 「-5%」"),
            ("doubt: opening/2025/x, within: 5%, reason: 異動", "一つの疑問の名を書いた項目には、claim と within は"),
            ("doubt: opening, within: 5%", r"acknowledged\.1\.reason: 必要な項目"),
        ],
    )
    def test_an_answer_that_says_too_little_or_too_much(self, desk, entry, said):
        with pytest.raises(DeskError, match=said):
            Packet.open(town.CITY, root=answered(desk, entry))

    def test_one_reason_for_many_kinds_is_refused(self, desk):
        entries = (WITHIN, "doubt: parts, within: 5%, reason: 調定額の異動")
        with pytest.raises(DeskError, match="2 種類の疑問"):
            Packet.open(town.CITY, root=answered(desk, *entries))


def test_a_doubt_keeps_its_name_and_size_when_rows_are_added(desk):
    def known():
        packet = Packet.open(town.CITY, root=answered(desk, "doubt: opening, within: 50%, reason: 異動"))
        found = doubts(packet.ledger["figures"], packet.ledger["claims"])
        return {doubt.name: doubt.off for doubt in found}

    before = known()
    assert len(before) == 4 and before[
        "opening/2025-10-31/municipal_tax/carried_over/assessed/actual/100000000"
    ] == Decimal("0.025")
    path = desk / f"data/{town.CITY}/figures.csv"
    header, *rows = path.read_text(encoding="utf-8-sig").splitlines()
    more = [
        "2021,,all,total,collection_rate,,,actual,95.0,%,,,推移",
        "2025,,care_insurance,total,count,件数,,actual,3,件,,,表",
    ]
    path.write_text("\n".join([header, *more, *reversed(rows)]) + "\n", encoding="utf-8-sig")
    assert known() == before


def test_a_name_is_the_same_whatever_the_tables_are_in():
    """A city that prints 円 this year and 千円 the next keeps its answers."""
    in_yen = (
        "2024,,kou,total,outstanding,,400500,円",
        "2025,,kou,carried_over,assessed,,5005500,円",
        "2025,,kou,carried_over,collected,,5006000,円",
        "2025,,kou,current,assessed,,-1200000,円",
        "2025,,all,current,assessed,,-3000000,円",
        "2024,,kou,carried_over,collected,,500000,円",
    )
    in_thousands = (
        "2024,,kou,total,outstanding,,400.500,千円",
        "2025,,kou,carried_over,assessed,,5005.500,千円",
        "2025,,kou,carried_over,collected,,5006.000,千円",
        "2025,,kou,current,assessed,,-1200.000,千円",
        "2025,,all,current,assessed,,-3000.000,千円",
        "2024,,kou,carried_over,collected,,500.000,千円",
    )
    names = [doubt.name for doubt in told(*in_yen)]
    assert [doubt.name for doubt in told(*in_thousands)] == names
    assert {name.partition("/")[0] for name in names} == {"opening", "rate", "sign", "parts", "tenfold"}


def test_what_has_no_measure_is_answered_by_its_name_alone(desk):
    plant_in = desk / f"data/{town.CITY}/figures.csv"
    text = plant_in.read_text(encoding="utf-8-sig")
    plant_in.write_text(text.replace(",95.2,", ",-95.2,"), encoding="utf-8-sig")
    entries = ("doubt: opening, within: 50%, reason: 異動", "doubt: sign, within: 900%, reason: 別")
    assert "doubt: sign/2022/all/total/collection_rate/actual/-95.2" in asked(answered(desk, *entries), town.CITY)


def test_a_doubt_is_told_with_its_claim_year_and_part(tmp_path):
    desk = town.make(tmp_path)
    path = desk / f"data/{town.CITY}/figures.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("2020,,municipal_tax,carried_over,assessed,,,actual,1000,千円,,,決算\n")
        file.write("2020,,municipal_tax,carried_over,collected,,,actual,1100,千円,,,決算\n")
    with pytest.raises(DeskError) as caught:
        Packet.open(town.CITY, root=desk)
    (fault,) = caught.value.faults
    assert fault.message.startswith(
        "市税 令和2年度 滞納繰越分: 収入済額 1,100千円 が調定額 1,000千円 を超えています。(doubt: rate/2020/"
    )
