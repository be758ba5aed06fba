"""How ``accounts.xlsx`` looks: what is to be answered first, choices to pick from, and a page that explains it."""

from decimal import Decimal

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from helpers.intake import added, looks
from helpers.intake.accounts import EXCLUDED, PARTS, QUIET
from helpers.intake.answers import ASKED, COLUMNS, CONFIRMED, NOTHING_OWED, Row
from helpers.intake.suggest import REASONS, Names
from helpers.params import City

_CELL = {**looks.FONT, "border": 1, "valign": "vcenter"}
_WIDTHS = {
    "年度": 11,
    "会計": 22,
    "コード": 18,
    "科目名称": 34,
    "所属": 10,
    "事情": 30,
    "見込み": 30,
    "確認": 6,
    "債権": 24,
    "区分": 14,
}
_TO_FILL = ("確認", "債権", "区分", "理由")
_CHOICES, _COUNTED = "選択肢", "G"  # the column that counts new claims
_EXPLAINED = """\
書き出した歳入データのうち、どの債権か決まっていない科目の一覧です。

1 「科目」のシートは、収入未済額の大きい順です。金額は、年度の欄の最後の年度のものです。
2 黄色の欄に答えます。見込みのとおりなら、確認に ○ を入れるだけです(下へ引いて、まとめて入れられます)。
3 違うときは、債権と区分を選び直します。現年と滞納繰越の科目が分かれていない債権は、区分を「計」にします。
4 債権管理の対象でない科目は、債権を空欄にし、区分を「除外」にして、理由を書きます。理由は一覧にないものも書けます。
5 「除外(残なし)」は、ほかの規則に当たらず、収入未済額・不納欠損額・還付未済額が、取り込む全ての年度にない科目だけを除きます。
   あとで残が生じた科目は、除かれずにまたここに出ます。「収入未済のない科目」のシートにも、債権を答えられます。
6 保存して、もう一度 make import を実行します。APPLY=1 を付けると、答えは params の accounts.csv に規則として加わり、この表から消えます。
7 途中まででも構いません。答えていない行は、次もここに残ります。

債権が足りないときは、「債権の追加」のシートに加えます。
8 その市にある種類の行で、債権区分を選びます。市での名が違えば、債権の欄を書き換えます。短い名前は、空欄なら債権の名と同じです。
9 一覧にない債権は、下の空いた行に、種類を空欄にして、債権の名と債権区分を入れます。
10 加えた債権の名は、「科目」のシートの債権の一覧に、すぐに出ます。債権区分が空欄の行は、加わりません。"""


def content(rows: dict[str, list[Row]], offered: list[added.Cells], names: Names, settings: City) -> bytes:
    """The bytes of the workbook with ``rows`` of its sheets of accounts and the claims that are ``offered``. The same rows give the same
    bytes.
    """

    def fill(book: Workbook) -> None:
        choices = _choices(names)
        claims = _source_of_claims(len(choices["債権"]))
        for title in (ASKED, NOTHING_OWED):
            _sheet(book, title, rows[title], choices, claims, settings.minus)
        classes = list(added.class_words(settings.claim_classes).values())
        _claims(book, offered, len(classes))
        _explain(book)
        sheet = book.add_worksheet(_CHOICES)
        for place, (title, words) in enumerate({**choices, "債権区分": classes}.items()):
            sheet.write_column(0, place, [title, *words])
            sheet.set_column(place, place, 30)
        _live(sheet, len(offered) + added.ROOM, len(choices["債権"]))

    return looks.made(fill)


def _choices(names: Names) -> dict[str, list[str]]:
    claims = [names.title(claim) for claim in dict.fromkeys(names.words.values())]
    return {"確認": [CONFIRMED], "債権": claims, "区分": [*PARTS.values(), EXCLUDED, QUIET], "理由": list(REASONS)}


def _source_of_claims(known: int) -> str:
    """The range of the choices of a claim: those that are ``known``, and below them as many as the sheet of new claims names by now."""
    return f"=OFFSET({_CHOICES}!$B$2,0,0,MAX(1,{known}+MAX({_CHOICES}!${_COUNTED}:${_COUNTED})),1)"


def _live(sheet: Worksheet, room: int, known: int) -> None:
    """Formulas that put a claim among the choices as soon as its row on the sheet of new claims, which has ``room`` rows, has a class.
    Two columns name the new ones and count them; below the ``known`` claims they stand without the blanks between them. Written they are
    all blank: what the sheet names already is known.
    """
    sheet.write_row(0, 5, ["加えた債権", "その順"])
    for row in range(2, room + 2):
        kind, title, chosen = (f"{added.SHEET}!${letter}${row}" for letter in ("A", "B", "D"))
        name = f'IF({title}="",{kind}&"",{title})'
        twice = f",COUNTIF($B$2:$B${known + 1},{name})>0" if known else ""
        nth = f"MATCH({row - 1},${_COUNTED}$2:${_COUNTED}${room + 1},0)"
        sheet.write_formula(row - 1, 5, f'=IF(OR({chosen}=""{twice}),"",{name})', None, "")
        sheet.write_formula(row - 1, 6, f'=IF(F{row}="","",MAX({_COUNTED}$1:{_COUNTED}{row - 1})+1)', None, "")
        sheet.write_formula(known + row - 1, 1, f'=IFERROR(INDEX($F$2:$F${room + 1},{nth}),"")', None, "")


def _sheet(book: Workbook, title: str, rows: list[Row], choices: dict[str, list[str]], claims: str, minus: str) -> None:
    sheet = book.add_worksheet(title)
    head, text = book.add_format({**_CELL, **looks.HEAD}), book.add_format({**_CELL, **looks.TEXT})
    money = book.add_format({**_CELL, "num_format": f'#,##0;"{minus}"#,##0;0'})
    open_ = book.add_format({**_CELL, **looks.OPEN})
    sheet.freeze_panes(1, 4)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, _WIDTHS.get(column, 15 if column != "理由" else 40))
        sheet.write(0, place, column, head)
        for number, row in enumerate(rows, start=1):
            value = row[column]
            if isinstance(value, Decimal | int | float):
                sheet.write_number(number, place, float(value), money)
            elif value is None:
                sheet.write_blank(number, place, None, open_ if column in _TO_FILL else text)
            else:
                sheet.write_string(number, place, str(value), open_ if column in _TO_FILL else text)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
        _dropdowns(sheet, len(rows), choices, claims)


def _dropdowns(sheet: Worksheet, rows: int, choices: dict[str, list[str]], claims: str) -> None:
    for column, known in choices.items():
        place, letter = COLUMNS.index(column), "ABCD"[list(choices).index(column)]
        sheet.data_validation(
            1, place, rows, place,
            {"validate": "list",
             "source": claims if column == "債権" else f"={_CHOICES}!${letter}$2:${letter}${len(known) + 1}",
             "show_error": column not in ("債権", "理由"), "error_title": "一覧から選んでください",
             "error_message": "選択肢のシートにある言葉だけが使えます。"},
        )  # fmt: skip


def _claims(book: Workbook, offered: list[added.Cells], classes: int) -> None:
    """The sheet that adds claims: a row a kind, and blank ones; the choices of a class are the last of the page of choices."""
    sheet = book.add_worksheet(added.SHEET)
    head = book.add_format({**_CELL, **looks.HEAD})
    text, open_ = book.add_format({**_CELL, **looks.TEXT}), book.add_format({**_CELL, **looks.OPEN})
    sheet.freeze_panes(1, 1)
    blank = dict.fromkeys(added.COLUMNS, "")
    for place, column in enumerate(added.COLUMNS):
        sheet.set_column(place, place, 34 if place < 2 else 20)
        sheet.write(0, place, column, head)
        for number, row in enumerate([*offered, *[blank] * added.ROOM], start=1):
            look = text if column == "種類" else open_
            if row[column]:
                sheet.write_string(number, place, row[column], look)
            else:
                sheet.write_blank(number, place, None, look)
    place, last = added.COLUMNS.index("債権区分"), len(offered) + added.ROOM
    sheet.data_validation(1, place, last, place, {"validate": "list", "source": f"={_CHOICES}!$E$2:$E${classes + 1}"})


def _explain(book: Workbook) -> None:
    sheet = book.add_worksheet("説明")
    sheet.set_column(0, 0, 110)
    look = book.add_format({**looks.FONT, "font_size": 11, "text_wrap": True, "valign": "top"})
    sheet.write_column(0, 0, _EXPLAINED.splitlines(), look)
