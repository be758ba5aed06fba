"""From the opening to the target, as drawn."""

from helpers import charts, measures
from helpers.charts.chart import INK, LAST, THIS
from tests.by_hand import kawabe
from tests.charts.drawn import bars, texts


def test_each_step_is_a_bar_under_its_amount_and_what_changed():
    (axes,) = charts.bridge(kawabe()).figure.axes
    drawn = bars(axes)
    assert [bar.high for bar in drawn] == [float(step.amount) / 1000 for step in measures.bridge(kawabe())]
    assert [bar.colour for bar in drawn] == [LAST, THIS, "#ffffff"] and axes.patches[2].get_hatch()
    written = ["5,430百万円", "（▲1,565百万円、▲28.8%）", "3,865百万円", "（▲966百万円、▲17.8%）", "2,899百万円"]
    assert list(texts(axes)) == written


def test_arrows_go_from_step_to_step_in_no_colour_of_good_or_bad():
    (axes,) = charts.bridge(kawabe()).figure.axes
    arrows = [text for text in axes.texts if text.arrow_patch]
    assert [(arrow.get_position(), arrow.xy) for arrow in arrows] == [
        ((0.5, 5430), (0.5, 3865)),
        ((1.5, 3865), (1.5, 2898.75)),
    ]
    assert {arrow.arrowprops["color"] for arrow in arrows} == {INK}


def test_the_message_comes_first():
    alt = charts.bridge(kawabe()).alt
    assert alt.startswith("過年の収入未済額は、期首から令和7年10月末までに5,430百万円から3,865百万円に減った。")
    assert "目標の2,899百万円まで966百万円。" in alt
