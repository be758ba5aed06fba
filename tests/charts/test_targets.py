"""Gaps to targets and numbers of initiatives, as drawn."""

import pytest
from matplotlib.colors import to_hex

from helpers import charts
from helpers.charts.chart import MET, MISSED, TAG_COLOURS
from tests.by_hand import CARE, CHILD, LAST, TAX, figure, initiative, lacking, packet_with, rate
from tests.charts.drawn import bars, legend, row_names, texts


def aimed(claim, segment, estimate, target):
    """This year's target, and last year's estimate and target where they are given."""
    given = (("estimate", estimate), ("target", target))
    last = [rate(value, LAST, claim=claim, segment=segment, kind=kind) for kind, value in given if value]
    return [rate("97", claim=claim, segment=segment, kind="target"), *last]


AIMS = [
    *aimed(TAX, "current", "96.6", "96.0"),
    *aimed(CARE, "current", "88.0", "90.0"),
    *aimed(CHILD, "current", "95.0", ""),
    *aimed(TAX, "total", "95.5", "95.5"),
    *aimed(CARE, "total", "", "85.0"),
]


@pytest.fixture
def drawn():
    return charts.targets(packet_with(figures=AIMS))


def marks(axes):
    """Marker, colour, gap and row of each estimate."""
    lines = [line for line in axes.lines if line.get_marker() in ("o", "X")]
    return [(line.get_marker(), line.get_color(), *map(float, line.get_xydata()[0].round(6))) for line in lines]


def test_a_panel_is_a_segment_that_has_targets(drawn):
    assert [axes.get_title() for axes in drawn.figure.axes] == ["現年度分", "合計"]
    assert row_names(drawn.figure.axes[0]) == ["市税", "介護保険料", "保育料"]


def test_a_gap_lies_in_the_row_of_its_claim_in_the_colour_of_its_verdict(drawn):
    current, total = drawn.figure.axes
    assert marks(current) == [("o", MET, 0.6, 0), ("X", MISSED, -2, 1)]
    assert marks(total) == [("o", MET, 0, 0)]
    stems = [
        line
        for line in current.lines
        if line.get_xdata()[0] == 0 and len(line.get_xdata()) == 2 and line.get_color() in (MET, MISSED)
    ]
    assert [(line.get_color(), float(line.get_xdata()[1])) for line in stems] == [
        (MET, pytest.approx(0.6)),
        (MISSED, -2),
    ]


def test_a_gap_is_written_outwards(drawn):
    sides = {
        text.get_text(): (text.get_ha(), text.get_position()[0] > 0, text.get_color())
        for text in drawn.figure.axes[0].texts
    }
    assert sides["+0.6"] == ("left", True, MET)
    assert sides["▲2.0"] == ("right", False, MISSED)


def test_what_has_no_gap_says_why(drawn):
    current, total = drawn.figure.axes
    assert texts(current)["目標なし"] == (0, 2)
    assert texts(total)["資料なし"] == (0, 1)


def test_zero_is_in_the_middle_and_every_gap_in_sight(drawn):
    limits = {axes.get_xlim() for axes in drawn.figure.axes}
    assert len(limits) == 1  # what is compared has one scale
    ((left, right),) = limits
    assert left == -right and right > 2


def test_gaps_are_said_in_words(drawn):
    assert drawn.alt == (
        "比べられる3の目標のうち、達成は2、未達成は1。最も下回ったのは介護保険料の現年度分収納率の▲2.0ポイント。"
        "市税の現年度分収納率は+0.6ポイントで達成。介護保険料の現年度分収納率は▲2.0ポイントで未達成。"
        "市税の合計収納率は0.0ポイントで達成。"
    )


def test_a_share_is_named_in_the_caption():
    share = figure("50", kind="target", measure="share", item="分納率", unit="%", claim=CARE)
    chart = charts.targets(packet_with(figures=[share, *AIMS[:3]]))
    assert "。介護保険料は分納率）" in chart.caption


def test_first_targets_can_be_drawn():
    chart = charts.targets(packet_with(figures=aimed(TAX, "total", "", "")))
    assert chart.alt == "実績推計と比べられる目標はない。" and "目標なし" in texts(chart.figure.axes[0])


PLANNED = [
    *(initiative(f"継続{place}", tag="継続") for place in range(3)),
    initiative("新", tag="新規"),
    initiative("介護", claim=CARE, tag="拡充"),
    initiative("介護2", claim=CARE, tag="継続"),
]


def test_tags_are_stacked_each_from_where_the_one_before_it_ends():
    (axes,) = charts.tags(packet_with(initiatives=PLANNED)).figure.axes
    stacked = [(bar.left, bar.right, bar.row, bar.colour) for bar in bars(axes)]
    new, more, same = (TAG_COLOURS[tag] for tag in ("新規", "拡充", "継続"))
    assert stacked == [
        (0, 1, 0, new),
        (0, 0, 1, new),
        (1, 1, 0, more),
        (0, 1, 1, more),
        (1, 4, 0, same),
        (1, 2, 1, same),
    ]
    assert row_names(axes) == ["市税", "介護保険料"]


def test_every_number_stands_in_the_middle_of_its_bar_and_zero_is_not_written():
    (axes,) = charts.tags(packet_with(initiatives=PLANNED)).figure.axes
    assert [(text.get_text(), *text.get_position()) for text in axes.texts] == [
        ("1", 0.5, 0),
        ("1", 0.5, 1),
        ("3", 2.5, 0),
        ("1", 1.5, 1),
    ]


def test_the_legend_names_the_colours_that_are_drawn():
    (axes,) = charts.tags(packet_with(initiatives=PLANNED)).figure.axes
    assert legend(axes) == {tag: TAG_COLOURS[tag] for tag in ("新規", "拡充", "継続")}
    drawn = {container.get_label(): {to_hex(bar.get_facecolor()) for bar in container} for container in axes.containers}
    assert drawn == {tag: {colour} for tag, colour in legend(axes).items()}


def test_tags_are_said_in_words():
    chart = charts.tags(packet_with(initiatives=PLANNED))
    assert chart.alt == (
        "取組は合わせて6件（新規1件、拡充1件、継続4件）。最も多いのは市税の4件。"
        "市税は新規1件、拡充0件、継続3件。介護保険料は新規0件、拡充1件、継続1件。"
    )


def test_nothing_planned_is_no_empty_picture():
    assert "initiatives.csv" in lacking(lambda: charts.tags(packet_with(initiatives=[])))
