"""What befalls a desk, and the sentence that each must give: data, read by ``test_corpus``.

Every damage is done to a fresh copy of 川辺市's desk with its last build. What it must say is a regular expression; file, row and
column are part of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tests import town
from tests.damages.verbs import (
    AGENDA,
    BUILD,
    CITY,
    CLAIMS,
    DATA,
    FIGURES,
    MEETING,
    MEMBERS,
    NEXT,
    NUMBERS,
    PARAMS,
    Change,
    all_of,
    append,
    cell,
    column,
    copy,
    cut_after,
    delete,
    edit,
    encode,
    every_table_empty,
    fifo,
    folder,
    header_only,
    line,
    link,
    move,
    neighbour,
    notebook,
    replace,
    sparse,
    tables,
    write,
)

CHECK, REPORT, FORMS_OF, AUDIT_OF = (f"{command} {town.CITY}" for command in ("check", "report", "forms", "audit"))
SMALL = ("agenda", "trend")
FINE = "誤りはありません。"


@dataclass(frozen=True)
class Damage:
    """``what`` befalls the desk by ``change``; ``command`` must end with ``status`` and say ``said`` (a regular expression): on
    stderr, or, where the status is 0, on either. ``sections`` are those of the meeting.
    """

    what: str
    change: Change
    said: str
    command: str = CHECK
    status: int = 1
    sections: Sequence[str] = SMALL


def fine(what: str, change: Change, said: str = FINE, sections: Sequence[str] = SMALL) -> Damage:
    """What looks like a damage, and is none."""
    return Damage(what, change, said, status=0, sections=sections)


def meeting(what: str, old: str, new: str, said: str) -> Damage:
    """A slip in the parameters of the meeting."""
    return Damage(what, replace(MEETING, old, new), f"{town.MEETING}.yaml.*{said}")


def city(what: str, old: str, new: str, said: str) -> Damage:
    """A slip in the parameters of the city."""
    return Damage(what, replace(CITY, old, new), f"city.yaml.*{said}")


def of_agenda(what: str, change: Change, said: str, status: int = 1) -> Damage:
    """What befalls the notebook of a packet of one section."""
    return Damage(what, change, said, status=status, sections=("agenda",))


def figure(what: str, old: str, new: str, said: str) -> Damage:
    """A slip in figures.csv, in its first row: 2022,,all,total,collection_rate,,,actual,95.2,%,,,推移."""
    return Damage(what, replace(FIGURES, old, new), f"figures.csv 2行目.*{said}")


RATE = "2022,,all,total,collection_rate,,,actual,95.2,%,,,推移"
YAML_UNREADABLE = r"YAML として読めません。字下げ、「: 」の後の空白、引用符、項目の重複"
UNREADABLE_VALUE = "YAML に、読めない値があります"
NOT_READ = "ファイルを読めません"

# fmt: off
# The text of a YAML file: what an editor, a copy or a torn disk makes of it.
PARAMETER_TEXT = (
    meeting("a bracket that is not closed", "title: 川辺市", "title: [川辺市", YAML_UNREADABLE),
    meeting("a quote that is not closed", "title: 川辺市", 'title: "川辺市', YAML_UNREADABLE),
    meeting("a tab for the indent", "  - notebook: agenda", "\t- notebook: agenda", YAML_UNREADABLE),
    meeting("an item twice", "place: 第一会議室", "place: 第一会議室\nplace: 会議室", YAML_UNREADABLE),
    meeting("no space after the colon", "place: 第一会議室", "place:第一会議室", YAML_UNREADABLE),
    meeting("a title with a colon", "title: 次第", "title: 次第: 案", YAML_UNREADABLE),
    meeting("a control character", "title: 川辺市", "title: 川\x01辺市", YAML_UNREADABLE),
    meeting("a control character in quotes", "title: 川辺市債権管理委員会 第2回", r'title: "川\u0001辺市"', r"title.*制御文字\(U\+0001\)"),
    meeting("half a character in quotes", "title: 川辺市債権管理委員会 第2回", r'title: "川\ud800"', r"title: 「川.」: .*制御文字\(U\+D800\)"),
    meeting("an unknown tag", "title: 川辺市", "title: !secret 川辺市", YAML_UNREADABLE),
    meeting("a whole number that is none", "fiscal_year: 2025", "fiscal_year: !!int abc", UNREADABLE_VALUE),
    meeting("a time stamp that is none", "as_of: 2025-10-31", "as_of: !!timestamp abc", YAML_UNREADABLE),
    meeting("brackets a thousand deep", "place: 第一会議室", "place: " + "[" * 1000 + "]" * 1000, UNREADABLE_VALUE),
    meeting("a key that is a list", "place: 第一会議室", "? [a, b]\n: 会議室", "項目の名は、数や日付でなく、文字で"),
    meeting("a key that is a number", "place: 第一会議室", "1: 会議室", "1: 項目の名は、数や日付でなく、文字で"),
    meeting("a key that is nothing", "place: 第一会議室", "null: 会議室", "項目の名は、数や日付でなく、文字で"),
    meeting("an alias of nothing", "place: 第一会議室", "place: *somewhere", YAML_UNREADABLE),
    meeting("a list that holds itself", "place: 第一会議室", "place: &a [*a]", "place: 文字列を書いて"),
    meeting("aliases of aliases of aliases", "place: 第一会議室", "place: " + "\n".join(["&a0 [x, x, x, x, x, x, x, x, x]", *(f"p{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 9) + "]" for i in range(1, 12))]), "知らない項目"),
    Damage("an empty YAML", write(MEETING, ""), "2026-01-20.yaml.*「項目: 値」"),
    Damage("a YAML of comments", write(MEETING, "# 会議\n"), "2026-01-20.yaml.*「項目: 値」"),
    Damage("a list for a mapping", write(MEETING, "- title\n- body\n"), "2026-01-20.yaml.*「項目: 値」"),
    Damage("a text for a mapping", write(MEETING, "会議\n"), "2026-01-20.yaml.*「項目: 値」"),
    Damage("two documents in a YAML", append(MEETING, "---\ntitle: もう一つ\n"), YAML_UNREADABLE),
    Damage("a YAML cut off after a section", cut_after(MEETING, "title: 次第\n"), "sections の後に「source:」の行がありません。.*途中で切れて"),
    Damage("a YAML cut off inside a section", cut_after(MEETING, "notebook: trend\n"), "途中で切れて"),
    Damage("a YAML cut off before the sections", cut_after(MEETING, "settled_year: 2024\n"), "source.*必要な項目がありません"),
    Damage("a YAML of zeros", write(MEETING, b"\0" * 4096), "2026-01-20.yaml.*(YAML として読めません|制御文字)"),
    Damage("a YAML in Shift_JIS", encode(MEETING, "cp932"), "2026-01-20.yaml: 文字コードを UTF-8 に"),
    Damage("a YAML in UTF-16", encode(MEETING, "utf-16"), "2026-01-20.yaml: 文字コードを UTF-8 に"),
    Damage("a YAML that is a picture", write(MEETING, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "2026-01-20.yaml: 文字コードを UTF-8 に"),
    Damage("a YAML of three hundred kilobytes", append(MEETING, "# " + "長" * 100_000), r"ファイルが大きすぎます\(300,\d{3} バイト\)"),
    Damage("a YAML that is a folder", folder(MEETING), f"{MEETING}.*(読めません|ファイル)"),
    Damage("a YAML that is a link to nothing", link(MEETING, "nowhere.yaml"), f"{MEETING}.*読めません"),
    Damage("a YAML that is a link to itself", link(MEETING, f"{town.MEETING}.yaml"), f"{MEETING}.*読めません"),
    Damage("a YAML that is a pipe", fifo(MEETING), f"{MEETING}.*読めません"),
    Damage("a YAML that is a device", link(MEETING, "/dev/zero"), f"{MEETING}.*読めません"),
    Damage("a city's YAML that is empty", write(CITY, ""), "city.yaml.*「項目: 値」"),
    Damage("a city's YAML in Shift_JIS", encode(CITY, "cp932"), "city.yaml: 文字コードを UTF-8 に"),
    Damage("a city's YAML that is a folder", folder(CITY), f"{CITY}.*読めません"),
    Damage("a city's YAML that is cut off", cut_after(CITY, "claim_classes:\n"), "city.yaml claim_classes: 「項目: 値」の形で"),
    fine("a YAML with a BOM and Windows line ends", edit(MEETING, lambda text: "\ufeff" + text.replace("\n", "\r\n"))),
    fine("a date in quotes", replace(MEETING, "as_of: 2025-10-31", 'as_of: "2025-10-31"')),
)

# Names in params/: copies, dates written another way, folders.
PARAMETER_NAMES = (
    Damage("a copy beside the YAML", copy(MEETING, f"{PARAMS}/2026-01-20 のコピー.yaml"), "2026-01-20 のコピー.yaml: 会議のファイルの名は"),
    Damage("a date without hyphens", copy(MEETING, f"{PARAMS}/20260121.yaml"), "20260121.yaml: 会議のファイルの名は"),
    Damage("a day that no calendar has", copy(MEETING, f"{PARAMS}/2026-02-30.yaml"), "2026-02-30.yaml: 会議のファイルの名は"),
    Damage("a date in full-width digits", copy(MEETING, f"{PARAMS}/２０２６-01-21.yaml"), "２０２６-01-21.yaml: 会議のファイルの名は"),
    Damage("the other ending of a YAML", copy(MEETING, f"{PARAMS}/2026-03-01.yml"), "2026-03-01.yml: 会議のファイルの名は"),
    Damage("a folder of old parameters", lambda desk: (desk / PARAMS / "old").mkdir(), "params/kawabe/old: 会議のファイルの名は"),
    Damage("a YAML without the day", copy(MEETING, f"{PARAMS}/2026-01.yaml"), "2026-01.yaml: 会議のファイルの名は"),
    Damage("no meeting", delete(MEETING), "params/kawabe/ に会議の YAML がありません"),
    Damage("no city.yaml", delete(CITY), "「kawabe」という市はありません"),
    Damage("a meeting renamed", move(MEETING, f"{PARAMS}/2026-01-21.yaml"), "2026-01-20.*の会議はありません。もしかして「2026-01-21」", command=f"{REPORT} --meeting 2026-01-20"),
    Damage("no folder of parameters", delete("params"), "「/.*desk」に params/ がありません。DESK に書いたフォルダーの名を確かめるか"),
    Damage("an unknown city", lambda desk: None, "params/ に「kawave」という市はありません。もしかして「kawabe」", command="check kawave"),
    fine("what editors leave beside a file", all_of(write(f"{PARAMS}/.2026-01-20.yaml.swp", b"\xff"), write(f"{PARAMS}/city.yaml~", b"\xff"), write(f"{PARAMS}/Thumbs.db", b"\xff"))),
)

# What the parameters say.
PARAMETERS = (
    meeting("a day in February that no calendar has", "as_of: 2025-10-31", "as_of: 2026-02-30", UNREADABLE_VALUE),
    meeting("a quoted day that no calendar has", "as_of: 2025-10-31", 'as_of: "2026-02-30"', "as_of: 「2026-02-30」: 暦にない日付"),
    meeting("a day with slashes", "as_of: 2025-10-31", "as_of: 2025/10/31", "as_of: .*日付を 2026-06-03 の形で"),
    meeting("a day of an era", "as_of: 2025-10-31", "as_of: 令和7年10月31日", "as_of: .*日付を 2026-06-03 の形で"),
    meeting("a day with a time", "as_of: 2025-10-31", "as_of: 2025-10-31 10:00:00", "as_of: .*日付を 2026-06-03 の形で"),
    meeting("a day outside the fiscal year", "as_of: 2025-10-31", "as_of: 2024-10-31", "as_of: 2024-10-31 は fiscal_year の 2025 年度の日ではありません"),
    meeting("a year in quotes", "fiscal_year: 2025", 'fiscal_year: "2025"', "fiscal_year: 「2025」: 整数を書いて"),
    meeting("a year with a point", "fiscal_year: 2025", "fiscal_year: 2025.5", "fiscal_year: 「2025.5」: 整数を"),
    meeting("a year of an era", "fiscal_year: 2025", "fiscal_year: 令和7", "fiscal_year: 「令和7」: 整数を"),
    meeting("a year before Showa", "fiscal_year: 2025", "fiscal_year: 1900", "fiscal_year: 「1900」: 1927 以上"),
    meeting("a year of forty digits", "fiscal_year: 2025", f"fiscal_year: {'9' * 40}", "fiscal_year: .*2200 以下"),
    meeting("a year of five thousand digits", "fiscal_year: 2025", f"fiscal_year: {'9' * 5000}", UNREADABLE_VALUE),
    meeting("yes for a year", "fiscal_year: 2025", "fiscal_year: yes", "fiscal_year: .*整数を"),
    meeting("a title that is a number", "title: 川辺市債権管理委員会 第2回", "title: 2026", "title: 「2026」: 文字列を"),
    meeting("a title that is a date", "title: 川辺市債権管理委員会 第2回", "title: 2026-01-20", "title: 文字列を"),
    meeting("a title left out", "title: 川辺市債権管理委員会 第2回", "title:", "title: 文字列を"),
    meeting("an empty title", "title: 川辺市債権管理委員会 第2回", "title: ''", "title: .*空欄にできません"),
    meeting("a title of three thousand characters", "title: 川辺市債権管理委員会 第2回", f"title: {'長' * 3000}", r"title: 「長+…\(全 3,000 字\)」: 2000 字まで"),
    meeting("a key misspelt", "place: 第一会議室", "plaec: 第一会議室", "plaec: 知らない項目です。もしかして「place」"),
    meeting("a key with a capital letter", "place: 第一会議室", "Place: 第一会議室", "Place: 知らない項目です。もしかして「place」"),
    meeting("a key left out", "body: 川辺市債権管理委員会\n", "", "body: 必要な項目がありません"),
    meeting("sections that are a mapping", "sections:\n  - notebook: agenda\n    title: 次第", "sections:\n    notebook: agenda\n    title: 次第\nold:", "sections: 「- 」で始まる並び"),
    meeting("a section that is a text", "  - notebook: agenda\n    title: 次第", "  - agenda", "sections.1: 「agenda」: 「項目: 値」の形で"),
    meeting("a section without a title", "  - notebook: agenda\n    title: 次第", "  - notebook: agenda", "sections.1.title: 必要な項目"),
    meeting("a notebook that is not there", "notebook: trend", "notebook: trends", r"sections.2.notebook: notebooks/trends.ipynb がありません。もしかして「trend」"),
    meeting("a notebook with its ending", "notebook: trend", "notebook: trend.ipynb", "sections.2.notebook: 「trend.ipynb」: 形式が違います"),
    meeting("a notebook outside", "notebook: trend", "notebook: ../trend", "sections.2.notebook: 「../trend」: 形式が違います"),
    meeting("a section twice", "notebook: trend", "notebook: agenda", "sections.2.notebook: 「agenda」が二度あります"),
    Damage("a parameter that no notebook declares", replace(MEETING, "title: 次第", "title: 次第\n    parameters:\n      plan_name: 計画"), "agenda.ipynb の parameters セルに「plan_name」がありません"),
    meeting("a parameter that is a number", "title: 次第", "title: 次第\n    parameters:\n      city: 1", "sections.1.parameters.city: 「1」: 文字列を"),
    meeting("notes that are a text", "title: 次第", "title: 次第\n    notes: 数値は作り物", "sections.1.notes: .*「- 」で始まる並び"),
    meeting("forms without an edition", "source:", "forms:\n  fiscal_year: 2026\nsource:", "forms.edition: 必要な項目"),
    Damage("no day where a section needs one", replace(MEETING, "as_of: 2025-10-31\n", ""), r"2026-01-20.yaml に as_of\(いつ時点", sections=("agenda", "claims")),
    city("an unknown unit", "table: 千円", "table: 万円", "units.table: 「万円」: 使える値は .*円.*千円"),
    city("a minus of one's own", "minus: ▲", "minus: '-'", "minus: 「-」: 使える値は"),
    city("places in quotes", "decimals: 1", "decimals: '1'", "decimals: 「1」: 整数を"),
    city("too many places", "decimals: 1", "decimals: 9", "decimals: 「9」: 4 以下"),
    city("an unknown definition of the rate", "rate_definition: collected", "rate_definition: colected", "rate_definition: 「colected」: 使える値は"),
    city("an unknown class of claims", "  tax: 強制", "  taxes: 強制", "claim_classes.taxes"),
    city("a threshold that is a text", "worse_points: 3.0", "worse_points: 三", "thresholds.worse_points: 「三」: 数値を"),
    city("a threshold below zero", "worse_points: 3.0", "worse_points: -3.0", "thresholds.worse_points: .*0 より大きい"),
    city("a threshold that is no number", "worse_points: 3.0", "worse_points: .nan", "thresholds.worse_points: 「nan」: 数値を半角で"),
    city("a threshold without end", "worse_points: 3.0", "worse_points: .inf", "thresholds.worse_points: 「inf」: 数値を半角で"),
    city("no largest claims", "major: 1", "major: 0", "major: 「0」: 1 以上"),
    city("bureaus that are a text", "bureaus:\n  - 財務局\n  - 福祉局", "bureaus: 財務局", "bureaus: .*「- 」で始まる並び"),
    Damage("a bureau left out", replace(CITY, "  - 福祉局\n", ""), "claims.csv 3行目 bureau: 「福祉局」は params/kawabe/city.yaml の bureaus にありません"),
    city("an answer to no doubt", "major: 1", "major: 1\nacknowledged:\n  - doubt: tenfold/2020/x\n    reason: 確かめた", "acknowledged: 「tenfold/2020/x」に当たる数値は、もうありません"),
    city("an answer without a reason", "major: 1", "major: 1\nacknowledged:\n  - doubt: tenfold/2020/x", "acknowledged.1.reason: 必要な項目"),
    city("one reason for doubts of two kinds", "major: 1", "major: 1\nacknowledged:\n  - doubt: tenfold/2020/x\n    reason: 確かめた\n  - doubt: rate/2020/x\n    reason: 確かめた", "acknowledged: 「確かめた」が、2 種類の疑問"),
    city("the name of a class left out", "  tax: 強制徴収公債権\n", "", "claim_classes: tax の名を書いてください"),
    fine("a threshold for worse alone", replace(CITY, "  better_points: 10.0\n", ""), sections=("agenda", "outstanding")),
    fine("every claim among the largest", replace(CITY, "major: 1", "major: 99")),
)

# The bytes of a CSV: encodings, line ends, what Excel and editors make of it.
CSV_TEXT = (
    Damage("a CSV in Shift_JIS", encode(FIGURES, "cp932"), f"{FIGURES}: 文字コードが UTF-8 ではありません。.*CSV UTF-8"),
    Damage("a CSV in EUC", encode(FIGURES, "euc_jp"), f"{FIGURES}: 文字コードが UTF-8 ではありません"),
    Damage("a CSV in UTF-16", encode(FIGURES, "utf-16"), f"{FIGURES}: 文字コードが UTF-8 ではありません"),
    Damage("a CSV in UTF-16 without a BOM", encode(FIGURES, "utf-16-le"), f"{FIGURES}: 文字コードが UTF-8 ではありません"),
    Damage("a CSV that is a workbook", write(FIGURES, b"PK\x03\x04\x14\0\x06\0\x08\0\xff\xfe" * 20), f"{FIGURES}: 文字コードが UTF-8 ではありません"),
    Damage("a CSV that is a page", write(FIGURES, "<!DOCTYPE html>\n<html><body>404 Not Found</body></html>\n"), f"{FIGURES} 1行目: 列名の行がありません"),
    Damage("a CSV of zeros", write(FIGURES, b"\0" * 4096), f"{FIGURES} 1行目: 列名の行がありません"),
    Damage("an empty CSV", write(FIGURES, ""), f"{FIGURES} 1行目: 列名の行がありません"),
    Damage("a CSV of blank lines", write(FIGURES, "\n\n\n"), f"{FIGURES} 1行目: 列名の行がありません"),
    Damage("a CSV with tabs", edit(FIGURES, lambda text: text.replace(",", "\t")), f"{FIGURES} 1行目: 列名の行がありません"),
    Damage("a CSV with semicolons", edit(FIGURES, lambda text: text.replace(",", ";")), f"{FIGURES} 1行目: 列名の行がありません"),
    Damage("a CSV with its header alone", header_only(FIGURES), f"{FIGURES}: 見出しだけで、行がありません"),
    Damage("a CSV of claims with its header alone", header_only(CLAIMS), f"{CLAIMS}: 見出しだけで、行がありません"),
    Damage("a CSV without its header", edit(FIGURES, lambda text: text.split("\n", 1)[1]), f"{FIGURES} 1行目: 列名の行がありません"),
    Damage("a stray quote in the header", replace(FIGURES, "fiscal_year", '"fiscal_year'), f"{FIGURES} 1行目: CSV として読めません"),
    Damage("a quote inside the header", replace(FIGURES, "as_of", 'as"_of'), f"{FIGURES} 1行目.*列"),
    Damage("a quote that is not closed", replace(FIGURES, "2023,,all", '2023,",all'), f"{FIGURES} 4行目: CSV として読めません"),
    Damage("a quote closed too early", replace(FIGURES, ",推移", ',"推"移'), f"{FIGURES} 2行目: CSV として読めません"),
    Damage("a header with capital letters", replace(FIGURES, "fiscal_year", "Fiscal_Year"), f"{FIGURES} 1行目 fiscal_year: 列がありません"),
    fine("a header in Japanese", replace(FIGURES, "fiscal_year,as_of,claim", "年度,時点,債権")),
    Damage("a heading that is none", replace(FIGURES, "fiscal_year", "年月"), f"{FIGURES} 1行目 年月: 知らない列です"),
    Damage("a column left out", column(FIGURES, "approx", None), f"{FIGURES} 1行目 approx: 列がありません"),
    Damage("a column twice", replace(FIGURES, "approx", "unit"), f"{FIGURES} 1行目 unit: 同じ列名が二度あります"),
    Damage("a header of a thousand letters", replace(FIGURES, "approx", "x" * 1000), f"{FIGURES} 1行目 x+…"),
    Damage("empty columns at the right", edit(FIGURES, lambda text: text.replace("\n", ",,\n")), f"{FIGURES} 1行目.*知らない列"),
    Damage("a row too short", replace(FIGURES, "95.2,%,,,推移", "95.2,%"), f"{FIGURES} 2行目: 列の数が見出しの 13 列と合いません"),
    Damage("a row too long", replace(FIGURES, "95.2,%,,,推移", "95.2,%,,,推移,,"), f"{FIGURES} 2行目: 列の数が見出しの 13 列と合いません"),
    Damage("every row too short", edit(FIGURES, lambda text: text.replace(",資料3\n", "\n")), r"列の数が見出しの 13 列と合いません.*\n +同じ種類の誤りが、これを入れて 80 件あります\(8～87行目\)"),
    Damage("a row of commas with a word", line(FIGURES, 3, ",,,,,,,,,,,,メモ"), f"{FIGURES} 3行目 fiscal_year"),
    Damage("a note below the table", append(FIGURES, "※ 数値は作り物\n"), f"{FIGURES} 88行目: 列の数が"),
    Damage("a wrong row after blank ones", edit(FIGURES, lambda text: "\ufeff\n\n" + text.strip("\ufeff").replace("\n", "\n\n\n").replace("95.2,%", "▲95.2,%")), f"{FIGURES} 6行目 value: 「▲95.2」"),
    Damage("a wrong row after one of several lines", edit(FIGURES, lambda text: text.replace(",推移", ',"推\n移"', 1).replace(",96.4,", ",96.4%,")), f"{FIGURES} 6行目 value"),
    Damage("a NUL in a cell", replace(FIGURES, ",推移", ",推\0移"), rf"{FIGURES} 2行目 source: .*制御文字\(U\+0000\)"),
    Damage("a bell in a cell", replace(FIGURES, ",推移", ",推\a移"), rf"{FIGURES} 2行目 source: .*制御文字\(U\+0007\)"),
    Damage("a text that no cell of Excel holds", replace(AGENDA, ",開会,", f",{'長' * 40_000},"), rf"{AGENDA} 2行目 title: 長すぎます\(40,000 字\)"),
    Damage("a cell of two hundred thousand characters", replace(AGENDA, ",開会,", f",{'長' * 200_000},"), f"{AGENDA} 2行目: CSV として読めません"),
    Damage("a CSV that is a folder", folder(FIGURES), f"{FIGURES}: {NOT_READ}"),
    Damage("a CSV that is a link to nothing", link(FIGURES, "nowhere.csv"), f"{FIGURES}: {NOT_READ}"),
    Damage("a CSV that is a link to itself", link(FIGURES, "figures.csv"), f"{FIGURES}: {NOT_READ}"),
    Damage("a CSV that is a pipe", fifo(FIGURES), f"{FIGURES}: {NOT_READ}"),
    Damage("a CSV that is a device", link(FIGURES, "/dev/zero"), f"{FIGURES}: {NOT_READ}"),
    Damage("a CSV of a terabyte", sparse(FIGURES, 2**40), f"{FIGURES}.*大きすぎます"),
    Damage("a CSV of eighty megabytes", sparse(FIGURES, 80 * 2**20), f"{FIGURES}.*大きすぎます"),
    Damage("a CSV of a million rows", append(FIGURES, "a\n" * 1_000_000), f"{FIGURES}: 行が多すぎます。200,000 行まで"),
    Damage("a CSV of a hundred thousand columns", write(FIGURES, "claim," + ",".join(f"c{i}" for i in range(100_000)) + "\n"), rf"{FIGURES} 1行目: 列が多すぎます\(100,001 列\)"),
    Damage("a CSV gone", delete(FIGURES), f"{FIGURES}: ファイルがありません"),
    Damage("all data of the city gone", delete(DATA), f"{CLAIMS}: ファイルがありません"),
    Damage("all data gone", delete("data"), "「/.*desk」に data/ がありません。DESK に書いたフォルダーの名を確かめるか"),
    Damage("no catalogue", delete("data/catalogue.csv"), "data/catalogue.csv: "),
    Damage("a catalogue that is a folder", folder("data/catalogue.csv"), f"data/catalogue.csv: {NOT_READ}"),
    Damage("a table of an unknown name", write(f"{DATA}/figure.csv", "a\n"), "figure.csv: 知らない表です。もしかして「figures」"),
    Damage("a copy beside the table", copy(FIGURES, f"{DATA}/figures のコピー.csv"), "figures のコピー.csv: 知らない表です"),
    fine("a CSV without a BOM, with Windows line ends", edit(FIGURES, lambda text: text.strip("\ufeff").replace("\n", "\r\n"))),
    fine("a CSV with blank lines", edit(FIGURES, lambda text: "\ufeff\n" + text.strip("\ufeff").replace("\n", "\n,,,,,,,,,,,,\n", 3))),
    fine("a table with its header alone", header_only(NEXT), "meetings.csv は見出しだけで、行がありません"),
    fine("a table whose name ends in capitals", write(f"{DATA}/Figures.CSV", b"a"), "data/kawabe/Figures.CSV は読みません。名の終わりを小文字の .csv に"),
    fine("a folder beside the tables", write(f"{DATA}/old/figures.csv", b"a"), "data/kawabe/old は読みません"),
    fine("a table that lies a folder too high", write("data/figures.csv", b"a"), "data/figures.csv は読みません。市の表は data/kawabe/ のように"),
    fine("tables of a city without parameters", write("data/kawabe2/figures.csv", b"a"), "data/kawabe2/ は読みません。params/kawabe2/ がありません"),
    fine("a workbook beside the tables", write(f"{DATA}/figures.xlsx", b"PK"), "data/kawabe/figures.xlsx は読みません"),
    fine("a part of the total ahead of it", line(FIGURES, 2, "2024,,all,total,outstanding,,第1係,actual,100,千円,,,推移")),
    fine("a text that Excel takes for a formula", replace(AGENDA, ",開会,", ",=1+1,")),
    fine("a text with markup", replace(AGENDA, ",開会,", ",<b>*開会*</b> $x$ @tbl-x {{< x >}} ```,")),
    fine("a text of two thousand characters", replace(AGENDA, ",開会,", f",{'長い' * 1_000},")),
    fine("figures that no section uses", lambda desk: None, r"figures.csv の 80 行は、どの会議のどの節にも使われません\(8～87行目\)"),
)

# A cell of figures.csv.
CELLS = (
    figure("a triangle", "95.2,%", "▲95.2,%", "value: 「▲95.2」: .*半角の - を"),
    figure("a white triangle", "95.2,%", "△95.2,%", "value: 「△95.2」: .*半角の - を"),
    figure("a minus of print", "95.2,%", "−95.2,%", "value: 「−95.2」: .*半角の - を"),
    figure("brackets for a minus", "95.2,%", '"（1,234）",%', "value: 「（1,234）」: 数値だけを半角で"),
    figure("half-width brackets for a minus", "95.2,%", "(95.2),%", "value: .*数値だけを半角で"),
    figure("full-width digits", "95.2,%", "９５.２,%", "value: 「９５.２」: 数値だけを半角で"),
    figure("a comma and a unit", "95.2,%", '"1,234円",%', "value: 「1,234円」: .*カンマ・単位"),
    figure("a sign of per cent", "95.2,%", "95.2%,%", "value: 「95.2%」: .*カンマ・単位"),
    figure("a power of ten", "95.2,%", "9.52E+01,%", "value: .*数値だけを"),
    figure("a plus", "95.2,%", "+95.2,%", "value: .*数値だけを"),
    figure("no number", "95.2,%", "NaN,%", "value: .*数値だけを"),
    figure("a number without end", "95.2,%", "Infinity,%", "value: .*数値だけを"),
    figure("an empty number", "95.2,%", ",%", "value: "),
    figure("an error of Excel", "95.2,%", "#REF!,%", "value: 「#REF!」: 数値だけを"),
    figure("a number too wide for Excel", "95.2,%", "#####,%", "value: .*数値だけを"),
    figure("a number of forty digits", "95.2,%", f"{'9' * 40},%", "value: .*桁が多すぎます"),
    figure("a number of a thousand digits", "95.2,%", f"{'9' * 1000},%", r"value: 「9+…\(全 1,000 字\)」: 桁が多すぎます"),
    figure("a number of forty places", "95.2,%", f"95.{'1' * 40},%", "value: .*桁が多すぎます"),
    figure("a number in two lines", "95.2,%", '"95\n.2",%', "value: .*数値だけを"),
    figure("a formula for a number", "95.2,%", "=95+0.2,%", "value: 「=95[+]0.2」: 数値だけを"),
    figure("an Arabic digit", "95.2,%", "٩٥,%", "value: .*数値だけを"),
    figure("a year of an era", "2022,,all", "令和4,,all", "fiscal_year: 「令和4」: .*整数を半角で"),
    figure("a year in full-width digits", "2022,,all", "２０２２,,all", "fiscal_year: .*整数を半角で"),
    figure("a year too old", "2022,,all", "1022,,all", "fiscal_year: 「1022」: 1927 以上"),
    figure("a year with a point", "2022,,all", "2022.0,,all", "fiscal_year: .*整数を半角で"),
    figure("an empty year", "2022,,all", ",,all", "fiscal_year"),
    figure("a day that no calendar has", "2022,,all", "2022,2023-02-30,all", "as_of: .*日付を 2026-06-03 の形で"),
    figure("a day of an era", "2022,,all", "2022,R5.3.31,all", "as_of: .*日付を 2026-06-03 の形で"),
    figure("a day outside the year", "2022,,all", "2022,2021-10-31,all", "as_of: 2021-10-31 は 2022 年度"),
    figure("an unknown segment", "all,total", "all,totals", "segment: 「totals」: 使える値は"),
    fine("words for codes", replace(FIGURES, RATE, "2022,,全債権,合計,収納率,,,実績,95.2,%,,,推移")),
    figure("a word that is none", "all,total", "all,全部", "segment: 「全部」: 使える値は 現年度分、滞納繰越分、合計.または 'current'、'carried_over'、'total'"),
    figure("an unknown measure", "collection_rate", "colection_rate", "measure: 「colection_rate」: 使える値は"),
    figure("an unknown kind", ",actual,95.2", ",aktual,95.2", "kind: 「aktual」: 使える値は"),
    figure("an unknown mark", "%,,,推移", "%,およそ,,推移", "approx: 「およそ」: 使える値は"),
    figure("a unit of money for a rate", "95.2,%", "95.2,千円", "unit: 「千円」: collection_rate の単位は % です"),
    figure("a unit in full width", "95.2,%", "95.2,％", "unit: 「％」: collection_rate の単位は % です"),
    figure("no unit", "95.2,%", "95.2,", "unit: "),
    figure("an unknown claim", "2022,,all", "2022,,municipal_taxx", "claim: 「municipal_taxx」は claims.csv にありません。もしかして「municipal_tax」"),
    figure("a claim of three hundred letters", "2022,,all", f"2022,,{'x' * 300}", "claim: 「x+"),
    figure("no source", ",推移", ",", "source: .*空欄にできません"),
    figure("a base year without a difference", "%,,,推移", "%,,2021,推移", "base_year: difference には基準年度を"),
    figure("a difference without a base year", "actual,95.2,%", "difference,95.2,ポイント", "base_year: difference には基準年度を"),
    Damage("a coarser unit of money", replace(FIGURES, "千円", "百万円", -1), "figures.csv .*「百万円」: kawabe の表の単位は 千円"),
    Damage("a row twice", line(FIGURES, 3, RATE), "figures.csv 3行目: 2行目と重複しています"),
    Damage("every row twice", edit(FIGURES, lambda text: text + text.split("\n", 1)[1]), "行目と重複しています"),
    Damage("a value that nothing reads wrong in every row", column(FIGURES, "value", "１００"), r"同じ種類の誤りが、これを入れて 86 件あります\(2～87行目\)"),
    Damage("a hundred faults of a hundred kinds", edit(AGENDA, lambda text: text.split("\n")[0].replace("meeting", ",".join(f"x{i}" for i in range(100))) + "\n"), r"ほか \d+ 種類"),
)

# Rows held against each other and against the parameters.
REFERENCES = (
    Damage("an unknown class", replace(CLAIMS, ",tax,", ",taxes,"), f"{CLAIMS} 2行目 classes: 「taxes」: もしかして「tax」"),
    Damage("an unknown bureau", replace(CLAIMS, ",財務局,", ",財務部,"), f"{CLAIMS} 2行目 bureau: 「財務部」は params/kawabe/city.yaml の bureaus にありません。もしかして「財務局」"),
    Damage("a claim part of an unknown one", edit(CLAIMS, lambda text: text.replace(",収納課,,,,", ",収納課,,,nothing,")), f"{CLAIMS} 2行目 part_of: 「nothing」という債権はありません"),
    Damage("a claim part of itself", edit(CLAIMS, lambda text: text.replace(",収納課,,,,", ",収納課,,,municipal_tax,")), f"{CLAIMS} 2行目 part_of: 「municipal_tax」をたどると"),
    Damage("claims part of each other", edit(CLAIMS, lambda text: text.replace(",収納課,,,,", ",収納課,,,care_insurance,").replace(",介護課,,,,", ",介護課,,,municipal_tax,")), f"{CLAIMS} [23]行目 part_of: "),
    Damage("a claim twice", edit(CLAIMS, lambda text: text + text.split("\n")[1] + "\n"), f"{CLAIMS} 6行目: 2行目と重複"),
    Damage("a claim left out", edit(CLAIMS, lambda text: "\n".join(one for one in text.split("\n") if "school_meals" not in one)), "「school_meals」は claims.csv にありません"),
    Damage("a claim that the catalogue has not", replace("data/catalogue.csv", "school_meals", "school_meal"), f"{CLAIMS} 5行目 claim: 「school_meals」は data/catalogue.csv にありません。もしかして「school_meal」"),
    Damage("a claim named as a total", edit(CLAIMS, lambda text: text.replace("school_meals", "all")), "all"),
    Damage("a claim in Japanese", replace(CLAIMS, "municipal_tax", "市税"), f"{CLAIMS} 2行目 claim: 「市税」: 形式が違います"),
    Damage("a catalogue with a row twice", edit("data/catalogue.csv", lambda text: text + text.split("\n")[1] + "\n"), "data/catalogue.csv 6行目: 2行目と重複"),
    Damage("a number of an unknown claim", replace(NUMBERS, "school_meals", "school_meal"), f"{NUMBERS} 5行目 claim: 「school_meal」は claims.csv にありません。もしかして「school_meals」"),
    Damage("a schedule of an unknown item", tables(schedule=["2025,1,2025-04,,会議,meeting,予定"], schedule_items=[]), "schedule.csv 2行目 number: 番号 1 は schedule_items.csv にありません"),
    Damage("a schedule that ends before it begins", tables(schedule=["2025,1,2025-06,2025-04,会議,work,予定"], schedule_items=["2025,1,会議,全課,開催,予定"]), "schedule.csv 2行目 end: 終わりが始まりより前"),
    Damage("a campaign without an end", tables(campaigns=["2025,municipal_tax,,1,2025-11-04,,,個票"]), "campaigns.csv 2行目 end: 始まりと終わりは、両方"),
    Damage("a campaign that ends before it begins", tables(campaigns=["2025,municipal_tax,,1,2025-11-04,2025-10-01,,個票"]), "campaigns.csv 2行目 end: 終わりが始まりより前"),
    Damage("a use of an unknown tool", tables(tools=[], tool_claims=["2025-12,cards,municipal_tax,市税,1,new,2026,DX"]), "tool_claims.csv 2行目 tool: 「cards」は tools.csv にありません"),
    Damage("a month that no calendar has", replace(NEXT, "2026-06", "2026-13"), f"{NEXT} 2行目 month: .*月を 2026-06 の形で"),
    Damage("a round of nought", replace(NEXT, ",3,2026-06", ",0,2026-06"), f"{NEXT} 2行目 round: .*1 以上"),
    Damage("a member without a name", replace(MEMBERS, "川辺 一郎", ""), f"{MEMBERS} 2行目 name: .*空欄にできません"),
    Damage("members of a day that is none", replace(MEMBERS, "2025-04-01", "R7.4.1", -1), f"{MEMBERS} 2行目 as_of: .*日付を"),
    Damage("two figures for one number", line(FIGURES, 3, "2025,2025-10-31,all,carried_over,outstanding,,,estimate,3865000,千円,,,資料3"), "使われません", status=0),
)

# Figures that can be right but look like a slip.
DOUBTS = (
    Damage("a figure tenfold", replace(FIGURES, "2024,,all,total,outstanding,,,actual,5430000,", "2024,,all,total,outstanding,,,actual,54300000,"), "figures.csv 7行目 value: .*桁が一つ違うかもしれません.*doubt: tenfold/2024"),
    Damage("a figure a thousandfold", replace(FIGURES, "actual,5430000,", "actual,5430000000,"), "figures.csv 7行目 value: .*単位が千倍違うかもしれません"),
    Damage("a rate over a hundred", replace(FIGURES, "95.2,%", "195.2,%"), r"figures.csv 2行目 value: 全債権 令和4年度: 収納率が 195.2% で、100% を超えて.*doubt: rate/2022"),
    Damage("a rate below nought", replace(FIGURES, "95.2,%", "-95.2,%"), "figures.csv 2行目 value: 全債権 令和4年度: 収納率が -95.2% で、負に.*doubt: sign/2022"),
    Damage("an amount below nought", replace(FIGURES, "actual,5430000,", "actual,-5430000,"), "figures.csv 7行目 value: .*: -5,430,000千円 は負の金額"),
    Damage("more collected than assessed", replace(FIGURES, "municipal_tax,carried_over,collected,,,actual,1300000", "municipal_tax,carried_over,collected,,,actual,4300000"), "収入済額 4,300,000千円 が調定額 4,100,000千円 を超えて"),
    Damage("parts that miss their total", replace(FIGURES, "all,carried_over,collected,,,actual,1565000", "all,carried_over,collected,,,actual,1655000"), "債権の合計が 1,655,000千円 より -90,000千円 違います"),
    Damage("an opening that is not the closing", append(FIGURES, "2024,,municipal_tax,total,outstanding,,,actual,4300000,千円,,,資料\n"), "前年度末の収入未済額 4,300,000千円 と、繰り越した調定額 4,100,000千円 が -200,000千円 違います"),
    Damage("doubts of one kind in many rows", column(FIGURES, "value", "500"), r"誤りかもしれない数値が \d+ 件あります"),
)

# What the documents printed, and its audit.
PRINTED = "meeting,document,table,row,part_of,fiscal_year,column,item,figure,unit,claim,segment,measure,formula,source\n"


def printed(what: str, *rows: str, said: str, **how) -> Damage:
    """Rows of published.csv."""
    return Damage(what, write(f"{DATA}/published.csv", PRINTED + "".join(f"{row}\n" for row in rows)), said, **how)


ONE = "2026-01-20,資料,表1,市税,,2025,A,調定額,100,千円,,,,,表1"
AUDIT = (
    printed("a meeting that there is not", ONE.replace("2026-01-20", "2026-01-02"), said=r"published.csv 2行目 meeting: params/kawabe/2026-01-02.yaml がありません。もしかして「2026-01-20」"),
    printed("a printed figure that cannot be read", ONE.replace(",100,", ",約百,"), said="published.csv 2行目 figure: 「約百」"),
    printed("a printed unit that cannot be read", ONE.replace("千円", "両"), said="published.csv 2行目 unit: 「両」"),
    printed("a printed figure of forty digits", ONE.replace(",100,", f",{'9' * 40},"), said="published.csv 2行目 figure: "),
    printed("a formula that is none", ONE.replace(",,,,表1", ",,,A +,表1"), said="published.csv 2行目 formula: 式「A [+]」を読めません"),
    printed("a formula of an unknown column", ONE.replace(",,,,表1", ",,,Z,表1"), said="published.csv 2行目 formula: .*Z"),
    printed("a formula that is a program", ONE.replace(",,,,表1", ",,,__import__('os').system('x'),表1"), said="published.csv 2行目 formula: "),
    printed("a formula a thousand deep", ONE.replace(",,,,表1", f",,,{'(' * 400}A{')' * 400},表1"), said="published.csv 2行目 formula: "),
    printed("a formula that rests on itself", ONE.replace(",,,,表1", ",,,A,表1"), said="published.csv 2行目 formula: "),
    printed("a formula of no figure", ONE.replace(",,,,表1", ",,,1 + 1,表1"), said="published.csv 2行目 formula: .*数値を一つも指していません"),
    printed("a division by nought", ONE, ONE.replace("A,調定額,100", "B,率,5").replace("千円,,,,", "%,,,,A / 0"), said="published.csv 3行目 formula: "),
    printed("an unknown measure of a printed figure", ONE.replace("千円,,,,", "千円,municipal_tax,current,assesed,"), said="published.csv 2行目 measure: 「assesed」: 使える値は"),
    printed("an amount printed otherwise than in the data", ONE.replace("千円,,,,", "千円,municipal_tax,current,assessed,"), said="published.csv 2行目 figure: 「100千円」: figures.csv の同じ数値.* 88,000,000 です", sections=("agenda", "claims")),
    printed("a printed figure twice", ONE, ONE, said="published.csv 3行目: 2行目と重複"),
    printed("a printed figure that cannot be true", ONE, ONE.replace("A,調定額,100", "B,収入済額,90"), ONE.replace("A,調定額,100", "C,収入未済額,20").replace(",,,,表1", ",,,A - B,表1"), said="不一致: 表1 市税 C（令和7年度） 20千円", command=AUDIT_OF, status=1),
    Damage("nothing printed", lambda desk: None, "published.csv", command=AUDIT_OF),
)

# What a section says where the city has not the table it asks for …
WITHOUT_TABLE = {
    "audit": "published.csv",
    "background": "points.csv がありません",
    "coverage": "points.csv がありません",
    "digital": "data/kawabe/tools.csv がありません",
    "initiatives": "がありません",
    "past_plan": r"figures.csv に、令和3年度～令和6年度の目標\(kind が target\)と、同じ年度の決算の行がありません",
    "plan": "points.csv がありません",
    "planned": "initiatives.csv がありません",
    "policy": r"figures.csv に、fiscal_year が 2025 の目標\(kind が target\)の行がありません",
    "progress": "がありません",
    "schedule": "schedule_items.csv がありません",
    "scope": "edition が plan5",
    "setting": "がありません",
    "support": "がありません",
}
# … and where it has one with its header alone.
NO_ROW = "(に載せる|の|のある)行がありません"
WITHOUT_ROW = {
    "background": NO_ROW,
    "coverage": NO_ROW,
    "digital": "tools.csv に、as_of が 2026-01 かそれより前の行がありません",
    "goals": NO_ROW,
    "initiatives": NO_ROW,
    "past_plan": NO_ROW,
    "plan": NO_ROW,
    "planned": NO_ROW,
    "policy": NO_ROW,
    "schedule": NO_ROW,
    "scope": "edition が plan5",
    "setting": NO_ROW,
    "support": NO_ROW,
}
# Sections that ask for what the city has not.
SECTIONS = (
    Damage("a section that lacks its table", lambda desk: None, "data/kawabe/tools.csv がありません", sections=("agenda", "digital")),
    Damage("three sections that lack their tables", lambda desk: None, r"3 つの節でエラーになりました", sections=("agenda", "digital", "plan", "support")),
    Damage("every section whose tables hold nothing", every_table_empty, r"\d+ つの節でエラーになりました", sections=("agenda", "digital", "plan", "trend")),
    fine("a section progress without a row", every_table_empty, sections=("agenda", "progress")),
    Damage("an agenda of another meeting", replace(AGENDA, town.MEETING, "2025-01-20", -1), "agenda.csv に、meeting が 2026-01-20 の次第の行がありません"),
    Damage("an agenda without a row", header_only(AGENDA), "agenda.csv に、meeting が 2026-01-20 の次第の行がありません"),
    Damage("no agenda", delete(AGENDA), "data/kawabe/agenda.csv がありません。この節に必要です"),
    Damage("no members", delete(MEMBERS), "data/kawabe/members.csv がありません。この節に必要です"),
    Damage("no member yet", replace(MEMBERS, "2025-04-01", "2027-04-01", -1), "members.csv に、as_of が 2026-01-20 かそれより前の委員の行がありません"),
    Damage("no year with a rate", edit(FIGURES, lambda text: text.replace("collection_rate", "share").replace("share,,,actual", "share,割合,,actual")), "収納率.*収入未済額.*そろう"),
    Damage("no year with an amount", edit(FIGURES, lambda text: text.replace("all,total,outstanding", "all,current,outstanding")), "収納率.*収入未済額.*そろう"),
    Damage("no settled year", replace(MEETING, "settled_year: 2024", "settled_year: 2010"), "収納率.*収入未済額.*そろう"),
    Damage("no amount of the day", replace(MEETING, "as_of: 2025-10-31", "as_of: 2025-11-30"), "as_of が 2025-11-30 の金額がありません", sections=("agenda", "outstanding", "claims")),
    Damage("no total of the day", edit(FIGURES, lambda text: "".join(one for one in text.splitlines(True) if ",all,carried_over" not in one)), "figures.csv に、合計", sections=("agenda", "outstanding")),
    Damage("no numbers of claims", header_only(NUMBERS), "numbers.csv に edition が 2025 の行がありません", sections=("agenda", "claims")),
    fine("no class of a claim", all_of(replace(CLAIMS, ",tax,", ",,"), replace(MEETING, "title: scope", "title: scope\n    parameters:\n      after: '2025'")), sections=("agenda", "claims", "scope")),
    fine("last year left out", edit(FIGURES, lambda text: "".join(one for one in text.splitlines(True) if town.LAST not in one)), sections=("agenda", "claims", "outstanding")),
    fine("one year alone", edit(FIGURES, lambda text: "".join(one for one in text.splitlines(True) if not one.startswith(("2022", "2023")))), sections=("agenda", "trend")),
    fine("one claim alone", all_of(*(edit(file, lambda text: "".join(one for one in text.splitlines(True) if not any(c[0] in one for c in town.CLAIMS[1:]))) for file in (CLAIMS, NUMBERS)), edit(FIGURES, lambda text: "".join(one for one in text.splitlines(True) if "carried_over" not in one and "current" not in one))), sections=("agenda", "trend")),
    fine("nothing assessed", edit(FIGURES, lambda text: "\n".join(",".join([*one.split(",")[:8], "0", *one.split(",")[9:]]) if ",資料3" in one and ",2025" in one else one for one in text.split("\n") if "2024,,all" not in one and "target" not in one)), sections=("agenda", "claims")),
)

# Notebooks: cells of an analyst, and files that are no notebooks.
NOTEBOOKS = (
    of_agenda("a cell that fails", cell("1 / 0"), r"notebooks/agenda.ipynb の 8 番目のセルでエラーになりました。\n    1 / 0\n  ZeroDivisionError"),
    of_agenda("a cell with a wrong name", cell("tables.agendaa(packet)"), "agenda.ipynb の 8 番目のセル.*\n.*\n  AttributeError"),
    of_agenda("a cell that is no Python", cell("if True"), "agenda.ipynb の 8 番目のセル"),
    of_agenda("a cell that imports what is not there", cell("import nothing_of_that_name"), "agenda.ipynb の 8 番目のセル.*\n.*\n  ModuleNotFoundError"),
    of_agenda("a cell that writes into data", cell(f"open('../{FIGURES}', 'w')"), f"{FIGURES} に書き込もうとしました"),
    of_agenda("a cell that removes the parameters", cell("import shutil\nshutil.rmtree('../params')"), "params/? に書き込もうとしました"),
    of_agenda("a cell that kills itself", cell("import os\nos.kill(os.getpid(), 9)"), "agenda.ipynb のセルが途中で動かなくなりました"),
    of_agenda("a cell that leaves", cell("import os\nos._exit(0)"), "agenda.ipynb のセルが途中で動かなくなりました"),
    of_agenda("a cell that asks", cell("input('?')"), "agenda.ipynb の 8 番目のセル"),
    of_agenda("a cell that exits", cell("raise SystemExit(3)"), "agenda.ipynb の 8 番目のセル"),
    of_agenda("a cell that interrupts", cell("raise KeyboardInterrupt"), "agenda.ipynb の 8 番目のセル"),
    of_agenda("an error without end", cell("raise ValueError('長' * 100_000)"), r"agenda.ipynb の 8 番目のセル.*\n.*\n  ValueError: 長+…"),
    of_agenda("a cell of a thousand lines that fails", cell("x = 1\n" * 1000 + "1 / 0"), "agenda.ipynb の 8 番目のセル"),
    of_agenda("a cell that asks a figure of an unknown claim", cell("packet.ledger.claim('municipal')"), "「municipal」という債権は data/kawabe/claims.csv にありません。もしかして「municipal_tax」"),
    of_agenda("a cell that asks for one figure of many", cell("packet.ledger.value(claim='all')"), "一つの数値を求めたところに \\d+ 行あり"),
    of_agenda("a table displayed twice", cell("tables.agenda(packet)"), "tbl-agenda"),
    Damage("a chart displayed twice", cell("charts.trend(packet)", "trend"), "fig-trend"),
    of_agenda("a reference to no table", notebook(lambda book: book.cells[4].update(cell_type="markdown", source="表は @tbl-nothing に示す。") or [book.cells[4].pop(k, None) for k in ("outputs", "execution_count")]), "tbl-nothing"),
    of_agenda("a notebook without a title", notebook(lambda book: book.cells.pop(0)), "notebooks/agenda.ipynb の最初のセルに「# 題名」を"),
    of_agenda("a notebook without parameters", notebook(lambda book: book.cells[1].metadata.clear()), "agenda.ipynb の parameters セルに「city」がありません"),
    of_agenda("a notebook without a cell", notebook(lambda book: book.cells.clear()), "agenda.ipynb"),
    of_agenda("a notebook that shows nothing", notebook(lambda book: book.cells.__delitem__(slice(2, None))), "agenda", status=0),
    of_agenda("a torn notebook", lambda desk: (desk / "notebooks/agenda.ipynb").write_bytes((desk / "notebooks/agenda.ipynb").read_bytes()[:300]), "notebooks/agenda.ipynb をノートブックとして読めません"),
    of_agenda("an empty notebook", write("notebooks/agenda.ipynb", ""), "notebooks/agenda.ipynb をノートブックとして読めません"),
    of_agenda("a notebook that is a list", write("notebooks/agenda.ipynb", "[]"), "notebooks/agenda.ipynb をノートブックとして読めません"),
    of_agenda("a notebook of bytes", write("notebooks/agenda.ipynb", b"\xff\xfe\0"), "notebooks/agenda.ipynb をノートブックとして読めません"),
    of_agenda("a notebook that is a folder", folder("notebooks/agenda.ipynb"), "notebooks/agenda.ipynb"),
    of_agenda("a notebook that is a pipe", fifo("notebooks/agenda.ipynb"), "notebooks/agenda.ipynb"),
    of_agenda("a notebook that is a link to nothing", link("notebooks/agenda.ipynb", "nowhere"), "notebooks/agenda.ipynb"),
    of_agenda("a notebook gone", delete("notebooks/agenda.ipynb"), r"sections.1.notebook: notebooks/agenda.ipynb がありません"),
    of_agenda("all notebooks gone", all_of(delete("notebooks"), folder("notebooks")), r"notebooks/agenda.ipynb がありません"),
    fine("no folder of notebooks: the program's are used", delete("notebooks")),
    of_agenda("a notebook without its format", notebook(lambda book: book.pop("nbformat")), "notebooks/agenda.ipynb をノートブックとして読めません"),
    of_agenda("a notebook a thousand deep", write("notebooks/agenda.ipynb", "[" * 100_000), "notebooks/agenda.ipynb をノートブックとして読めません"),
    of_agenda("a notebook without a kernel", notebook(lambda book: book.metadata.clear()), "notebooks/agenda.ipynb をノートブックとして読めません"),
    fine("a notebook of another kernel", notebook(lambda book: book.metadata.update(kernelspec={"name": "ir", "display_name": "R"}))),
)

# build/ and the disk.
DISK = (
    Damage("build/ is a file", all_of(delete("build"), write("build", "x")), "書き込めませんでした: .*ファイルがあります", command=REPORT),
    Damage("the city's build is a file", all_of(delete(f"build/{town.CITY}"), write(f"build/{town.CITY}", "x")), "書き込めませんでした: .*ファイルがあります", command=REPORT),
    Damage("build/ is a link to nothing", all_of(delete("build"), link("build", "/nowhere/at/all")), "書き込めませんでした", command=REPORT),
    Damage("build/ is a link to itself", all_of(delete("build"), link("build", "build")), "書き込めませんでした", command=REPORT),
)

# Another city's fault, and what has been built.
BUILT = (
    Damage("a neighbour's data damaged", all_of(neighbour, replace("data/umibe/figures.csv", "95.2,%", "▲95.2,%")), FINE, status=0),
    Damage("a neighbour's data that is a pipe", all_of(neighbour, fifo("data/umibe/figures.csv")), FINE, status=0),
    Damage("a neighbour's data that is a link to nothing", all_of(neighbour, link("data/umibe/figures.csv", "nowhere")), FINE, status=0),
    Damage("a neighbour's parameters damaged", all_of(neighbour, write("params/umibe/city.yaml", "[")), FINE, status=0),
    Damage("a neighbour's parameters, on the list", all_of(neighbour, write("params/umibe/city.yaml", "[")), r"(?s)川辺市\n.*最新.*umibe 2026-01-20 は一覧に載せられません", command="list", status=0),
    Damage("a neighbour's city.yaml that is a pipe, on the list", all_of(neighbour, fifo("params/umibe/city.yaml")), "umibe 2026-01-20 は一覧に載せられません", command="list", status=0),
    Damage("a neighbour's data that is a pipe, on the list", all_of(neighbour, fifo("data/umibe/figures.csv")), "海辺市", command="list", status=0),
    Damage("a neighbour's copied YAML, on the list", all_of(neighbour, copy("params/umibe/2026-01-20.yaml", "params/umibe/x.yaml")), "umibe 2026-01-20 は一覧に載せられません", command="list", status=0),
    Damage("a neighbour that is a file", write("params/umibe", "x"), "川辺市", command="list", status=0),
    Damage("a torn build.json", lambda desk: (desk / BUILD / "build.json").write_bytes((desk / BUILD / "build.json").read_bytes()[:100]), "要更新", command="list", status=0),
    Damage("a build.json that is a list", write(f"{BUILD}/build.json", "[]"), "要更新", command="list", status=0),
    Damage("a foreign build.json", write(f"{BUILD}/build.json", '{"inputs": [1], "outputs": 2}'), "要更新", command="list", status=0),
    Damage("a build.json of bytes", write(f"{BUILD}/build.json", b"\xff"), "要更新", command="list", status=0),
    Damage("a build.json a thousand deep", write(f"{BUILD}/build.json", "[" * 100_000), "要更新", command="list", status=0),
    Damage("a build.json that is a folder", folder(f"{BUILD}/build.json"), "要更新", command="list", status=0),
    Damage("a build.json gone", delete(f"{BUILD}/build.json"), "未作成", command="list", status=0),
    Damage("a report.pdf gone", delete(f"{BUILD}/report.pdf"), "要更新", command="list", status=0),
    Damage("a report.html changed by hand", append(f"{BUILD}/report.html", "<!-- -->"), "要更新", command="list", status=0),
    Damage("data changed since", append(FIGURES, "2021,,all,total,collection_rate,,,actual,95.0,%,,,推移\n"), "要更新", command="list", status=0),
    Damage("an audit.csv of another hand", write(f"{BUILD}/audit.csv", "a;b\n\xff"), "川辺市", command="list", status=0),
    Damage("an audit.csv of bytes", write(f"{BUILD}/audit.csv", b"\xff\xfe\0"), "川辺市", command="list", status=0),
    Damage("nothing built", delete("build"), "未作成", command="list", status=0),
    Damage("a neighbour damaged, and compared", all_of(neighbour, replace("data/umibe/figures.csv", "95.2,%", "▲95.2,%")), FINE, status=0, sections=("agenda", "comparison")),
    Damage("a neighbour's data that is a pipe, and compared", all_of(neighbour, fifo("data/umibe/figures.csv")), FINE, status=0, sections=("agenda", "comparison")),
    Damage("a neighbour's torn build, while this city builds", all_of(neighbour, write(f"build/umibe/{town.MEETING}/build.json", "{"), replace(FIGURES, "95.2,%", "95.3,%")), "完成", command=REPORT, status=0),
    Damage("a neighbour's parameters damaged, while this city builds", all_of(neighbour, write("params/umibe/city.yaml", "["), replace(FIGURES, "95.2,%", "95.3,%")), "(?s)完成.*umibe 2026-01-20 は一覧に載せられません", command=REPORT, status=0),
    Damage("a torn build, built anew", write(f"{BUILD}/build.json", "{"), "完成", command=REPORT, status=0),
    Damage("a report.pdf gone, built anew", delete(f"{BUILD}/report.pdf"), "完成", command=REPORT, status=0),
)

# The forms.
FORMS_YAML = replace(MEETING, "source:", "forms:\n  fiscal_year: 2026\n  edition: '2025'\nsource:")
HEARINGS = tables(hearings=[])
FORMS = (
    Damage("no forms asked for", lambda desk: None, r"2026-01-20.yaml に forms\(fiscal_year と edition\)", command=FORMS_OF),
    Damage("no hearings for the forms", FORMS_YAML, "完成: build/kawabe/forms/ に 4 件", command=FORMS_OF, status=0),
    Damage("an edition that there is not", all_of(HEARINGS, replace(MEETING, "source:", "forms:\n  fiscal_year: 2026\n  edition: '2031'\nsource:")), "forms.edition: 「2031」: data/kawabe/numbers.csv に edition が 2031 の行がありません", command=FORMS_OF),
    Damage("names of claims that no file can have", all_of(FORMS_YAML, HEARINGS, edit(CLAIMS, lambda text: text.replace("市税", "市税/国保:*?").replace("保育料", ".."))), "完成: build/kawabe/forms/ に 4 件", command=FORMS_OF, status=0),
    Damage("a text too long for the box", all_of(FORMS_YAML, tables(hearings=[f"2025,municipal_tax,,issue,{'長' * 33_000},個票"])), "hearings.csv 2行目 text: 長すぎます", command=FORMS_OF),
)
# fmt: on

CORPUS: dict[str, tuple[Damage, ...]] = {
    "text of parameters": PARAMETER_TEXT,
    "names of parameters": PARAMETER_NAMES,
    "parameters": PARAMETERS,
    "text of tables": CSV_TEXT,
    "cells of tables": CELLS,
    "rows and what they refer to": REFERENCES,
    "doubts": DOUBTS,
    "printed figures": AUDIT,
    "sections": SECTIONS,
    "notebooks": NOTEBOOKS,
    "disk": DISK,
    "built": BUILT,
    "forms": FORMS,
}
