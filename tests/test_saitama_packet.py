"""What さいたま市's packet needs and any city can use: summaries of outstanding amounts, plan periods, the list of claims."""

import re
from collections import Counter
from decimal import Decimal as D

import pytest

from helpers import charts, measures, sentences, tables
from helpers.errors import DeskError
from helpers.notation import convert_money, round_half_up
from helpers.packet import Packet
from tests.conftest import run
from tests.measures.packets import unprinted


@pytest.fixture(scope="module")
def saitama():
    return Packet.open("saitama", "2026-01-21")


TABLES = {
    "claims-current": lambda p: tables.claims(p, "current"),
    "claims-carried-over": lambda p: tables.claims(p, "carried_over"),
    "cuts-bureau": lambda p: tables.cuts(p, "bureau"),
    "cuts-section-minor": lambda p: tables.cuts(p, "section", without_major=True),
    "plans": tables.plan_periods,
    "scope": lambda p: tables.scope(p, "2025", "plan5"),
    "support": lambda p: tables.results(p, "all", 2025, group="収納対策課"),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_as_it_was(saitama, snapshot, name):
    assert TABLES[name](saitama).markdown() == snapshot


@pytest.mark.parametrize("by", ["claim", "bureau", "section"])
def test_the_parts_are_all_there_and_add_up(saitama, by):
    """Claims, bureaus and sections are three cuts through the same money."""
    claims = [row.this for row in measures.positions(saitama, "carried_over") if row.claim != "all"]
    parts = [row.this for row in measures.cuts(saitama, by)]
    assert sum(part.assessed for part in parts) == sum(claim.assessed for claim in claims)
    assert sum(part.outstanding for part in parts) == sum(claim.outstanding for claim in claims)


def test_a_claim_counts_with_who_collects_it(saitama):
    sections = {row.name: row.this for row in measures.cuts(saitama, "section")}
    assert sections["収納対策課"].outstanding == D(2524589) + D(2372886)
    assert sections["国保年金課"].outstanding == D(102577) + D(136581)
    assert any("国民健康保険税は、徴収する収納対策課" in note for note in tables.cuts(saitama, "section").notes)
    assert not any("に含めた" in note for note in tables.cuts(saitama, "claim").notes)


def test_the_largest_are_left_out(saitama):
    every, small = (measures.cuts(saitama, "claim", without_major=without) for without in (False, True))
    gone = [row for row in every if row not in small]
    assert len(gone) == 5 and min(row.this.outstanding for row in gone) >= max(row.this.outstanding for row in small)


def test_highlights_follow_the_thresholds(saitama):
    table = tables.claims(saitama, "carried_over")
    for index, row in enumerate(table.rows):
        marks = table.marks.get((index, "cut_points"), ())
        change = row["cut_points"]
        if row["claim"] == "合計":
            continue
        assert ("bold" in marks) == (change is not None and change <= -3)
        assert ("underline" in marks) == (change is not None and change >= 10)
        assert ("shade" in table.marks.get((index, "claim"), ())) == ("bold" in marks)


def test_the_red_frames_of_the_chart_are_the_red_lines_of_the_table(saitama):
    table = tables.cuts(saitama, "claim")
    red = sum(1 for (_, name), marks in table.marks.items() if name == "cut" and "red" in marks)
    frames = [bar for bar in charts.cuts(saitama, "claim").figure.axes[0].patches if bar.get_linewidth() > 1.1]
    assert len(frames) == red == 12


def test_the_note_on_sums_appears_exactly_when_they_are_off(saitama):
    for by in ("claim", "bureau", "section"):
        table = tables.cuts(saitama, by)
        *parts, total = table.rows
        off = any(
            sum(round_half_up(row[name], 1) for row in parts if row[name] is not None) != round_half_up(total[name], 1)
            for name in ("assessed", "outstanding", "assessed_last", "outstanding_last")
        )
        assert any("一致しない" in note for note in table.notes) == off
    assert any("▲401千円違う" in note for note in tables.claims(saitama, "current").notes)
    assert not any("説明できず" in note for note in tables.claims(saitama, "carried_over").notes)


def test_the_bridge_draws_what_the_sentences_say(saitama):
    chart = charts.bridge(saitama)
    drawn = [text.get_text() for text in chart.figure.axes[0].texts]
    assert [text for text in drawn if re.fullmatch(r"\d+億円", text)] == ["97億円", "80億円", "59億円"]
    said = "".join(sentences.outstanding(saitama).sentences)
    changes = [match[1] for text in drawn if (match := re.match(r"（▲(\d+億円)、", text))]
    assert len(changes) == 2 and all(f"約{change}" in said for change in changes)
    assert convert_money(D(7974406), "千円", "億円") == D("79.74406")


def test_the_list_of_claims_against_the_last(saitama):
    counts = Counter(row.change for row in measures.renumbering(saitama, "2025", "plan5"))
    assert counts == {"renumbered": 18, "kept": 12, "dropped": 3}
    assert "追加0、除外3、番号の変更18、変更なし12" in sentences.scope(saitama, "2025", "plan5").sentences[0]


def test_every_claim_has_its_issues(saitama):
    rows = tables.progress(saitama).rows
    assert len(rows) == 33
    assert all(row[role] for row in rows for role in ("issue", "progress", "response"))


def test_an_announced_meeting_is_optional_but_its_file_is_not(saitama, project):
    assert tables.next_meetings(saitama) is None
    (project / "data/saitama/meetings.csv").unlink()
    with pytest.raises(DeskError, match=r"meetings\.csv がありません"):
        tables.next_meetings(Packet.open("saitama", root=project))


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("params/saitama/2026-01-21.yaml", "as_of: 2025-10-31\n", "", "as_of"),
        ("params/saitama/city.yaml", "major: 5\n", "", "major"),
        ("params/saitama/2026-01-21.yaml", "fiscal_year: 2025", "fiscal_year: 2027", "2027 年度の日ではありません"),
    ],
)
def test_a_setting_that_a_section_needs_is_asked_for(project, file, old, new, said):
    path = project / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DeskError, match=said):
        tables.cuts(Packet.open("saitama", root=project), "claim", without_major=True)


def test_an_unknown_bureau_is_named(project):
    path = project / "data/saitama/claims.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace(",環境局,", ",環境部,"), encoding="utf-8-sig")
    with pytest.raises(DeskError, match=r"claims\.csv \d+行目 bureau: 「環境部」.*もしかして「環境局」"):
        Packet.open("saitama", root=project)


def test_the_packet_is_built(project):
    done = run(project, "report", "saitama")
    assert done.returncode == 0, done.stderr
    html = (project / "build/saitama/2026-01-21/report.html").read_text(encoding="utf-8")
    for words in ("31債権中13債権", "第5次計画（案）の体系", "おいしい給食サポート課", "152,410,960"):
        assert words in html


def test_newcomers_are_in_the_amounts_but_not_in_the_comparison(saitama):
    education = next(row for row in measures.cuts(saitama, "bureau") if row.name == "教育委員会事務局")
    scholarships = next(row for row in measures.cuts(saitama, "section") if row.name == "学事課")
    assert education.newcomers == ("school_lunch",)
    assert education.this.outstanding == D(7325) + D(22142)
    assert education.cut_points == scholarships.cut_points


def answer_nothing(project):
    """Forget which doubts were answered: a test that takes figures away leaves answers without a doubt."""
    path = project / "params/saitama/city.yaml"
    path.write_text(path.read_text(encoding="utf-8").partition("acknowledged:")[0], encoding="utf-8")


def test_a_year_without_figures_is_an_error_that_names_the_day(project):
    path = project / "data/saitama/figures.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if ",2025-10-31," not in line), encoding="utf-8-sig")
    answer_nothing(project)
    with pytest.raises(DeskError, match="as_of が 2025-10-31 の金額がありません"):
        sentences.outstanding(Packet.open("saitama", root=project))


def test_a_total_that_is_missing_is_asked_for(project):
    path = project / "data/saitama/figures.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if ",all,carried_over," not in line), encoding="utf-8-sig")
    answer_nothing(project)
    with pytest.raises(DeskError, match="合計"):
        charts.bridge(Packet.open("saitama", root=project))


def test_a_figure_of_another_kind_hides_no_rate(saitama, project):
    path = project / "data/saitama/figures.csv"
    line = "2025,2025-12-31,municipal_tax,total,count,催告,,actual,5,件,,,試験\n"
    path.write_text(path.read_text(encoding="utf-8-sig") + line, encoding="utf-8-sig")
    found = measures.standing(unprinted(Packet.open("saitama", root=project)), "municipal_tax")
    assert found == measures.standing(unprinted(saitama), "municipal_tax")
    assert (found.fiscal_year, found.as_of, found.kind) == (2025, "2025-10-31", "computed")
    assert round_half_up(found.rate, 1) == D("60.1") and found.outstanding == D(118921652) + D(2524589)


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("百万円", r"figures\.csv \d+行目 unit: 「百万円」.*千円"),  # coarser than the tables
        (
            "円",
            r"figures\.csv \d+行目 value: .*単位が千倍違う",
        ),  # finer is read, but a thousandth of last year is asked about
    ],
)
def test_a_slip_of_the_unit_is_noticed(project, unit, said):
    path = project / "data/saitama/figures.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert ",298336420,千円," in text
    path.write_text(text.replace(",298336420,千円,", f",298336420,{unit},"), encoding="utf-8-sig")
    with pytest.raises(DeskError, match=said):
        Packet.open("saitama", root=project)


# Printed figures of the measures: published.csv says which they are.


def rewrite(project, old, new, file="published"):
    path = project / f"data/saitama/{file}.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8-sig")


def test_a_fall_of_less_than_is_printed_keeps_its_sign(saitama):
    printed = measures.stated(saitama)
    points = printed["national_health_insurance", "carried_over", "cut_points", 2025]
    assert points.text == "▲0.0P" and str(points.value) == "-0.0"
    assert saitama.notation.cell(points.value, 1, signed=True) == "▲0.0"


def test_without_printed_figures_all_is_computed_and_said_so(saitama, project):
    (project / "data/saitama/published.csv").unlink()
    bare = Packet.open("saitama", root=project)
    assert measures.stated(bare) == {}
    for segment in ("current", "carried_over"):
        plain, printed = tables.claims(bare, segment), tables.claims(saitama, segment)
        assert "※ 率と増減は、原資料に印刷された千円の値から計算した。" in plain.notes
        assert not any("網掛けの数値" in note or "印刷された値である" in note for note in plain.notes)
        assert len(plain.rows) == len(printed.rows) and plain.rows != printed.rows


def test_of_a_figure_that_cannot_be_true_the_computed_one_stands_in_the_summary_too(project):
    line = "過年,市税,合計,2025,E,削減率,▲25.5%"
    rewrite(project, line, line.replace("▲25.5%", "▲52.5%"))
    table = tables.cuts(Packet.open("saitama", root=project), "claim")
    assert round_half_up(table.rows[0]["cut"], 1) == D("-25.5") and table.marks[0, "cut"] == ("shade",)
    assert any("強-1 市税のR7の削減率（印刷 ▲52.5%、計算 ▲25.5%）" in note for note in table.notes)


def test_an_amount_that_is_not_the_printed_one_is_an_error(project):
    rewrite(project, ',過年,合計,,2025,C,収入未済額,"7,974,406",', ',過年,合計,,2025,C,収入未済額,"7,974,460",')
    packet = Packet.open("saitama", root=project)
    with pytest.raises(DeskError, match=r"published\.csv \d+行目 figure: 「7,974,460千円」.*7,974,406 です") as error:
        charts.bridge(packet)
    assert error.value.code == "data"


def test_a_measure_is_printed_once(project):
    rewrite(
        project,
        ",過年,市税,合計,2025,E,削減率,▲25.5%,,municipal_tax,carried_over,cut,",
        ",過年,市税,合計,2025,E,削減率,▲25.5%,,municipal_tax,carried_over,cut_points,",
    )
    packet = Packet.open("saitama", root=project)
    with pytest.raises(DeskError, match=r"published\.csv \d+行目 measure: \d+行目と同じ指標です"):
        tables.claims(packet, "carried_over")


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("municipal_tax,carried_over,cuts", "measure: 「cuts」: 使える値は"),
        ("municipal_tax,,cut", "claim、segment、fiscal_year も書いてください"),
        ("municipal_tax,carried_over,", "どの指標かも書いてください"),
        ("municipal_tax,carried_over,outstanding", "outstanding は金額ですが、この数値の単位は「%」です"),
        ("municipal_taxes,carried_over,cut", "claim: 「municipal_taxes」は claims.csv にありません"),
    ],
)
def test_a_link_that_leads_nowhere_is_named(project, link, said):
    head = ",過年,市税,合計,2025,E,削減率,▲25.5%,,"
    rewrite(project, f"{head}municipal_tax,carried_over,cut,", f"{head}{link},")
    with pytest.raises(DeskError, match=said):
        Packet.open("saitama", root=project)


def test_a_rough_figure_is_no_measure(project):
    rewrite(project, ",過年,市税,合計,2025,E,削減率,▲25.5%,", ",過年,市税,合計,2025,E,削減率,約▲25.5%,")
    with pytest.raises(DeskError, match="「約」や「以上」の付いた数値"):
        Packet.open("saitama", root=project)


def test_check_finds_what_a_report_would_refuse(project):
    path = project / "data/saitama/claims.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace(",環境局,", ",環境部,"), encoding="utf-8-sig")
    done = run(project, "check", "saitama")
    assert done.returncode == 1 and "もしかして「環境局」" in done.stderr
