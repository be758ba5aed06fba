"""The looks of a form."""

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from helpers import palette
from helpers.intake.looks import FONT


class Formats:
    """The looks of the form, made once a workbook."""

    def __init__(self, book: Workbook, minus: str) -> None:
        base = {**FONT, "border": 1, "valign": "vcenter", "text_wrap": True}
        money = f'#,##0;"{minus}"#,##0'
        rate = f'0.0;"{minus}"0.0'
        signed = f'+#,##0;"{minus}"#,##0;0'
        points = f'+0.0;"{minus}"0.0;0.0'
        open_ = {"locked": False, "bg_color": palette.OPEN}
        fixed = {"bg_color": palette.FIXED}
        self.title = book.add_format({**FONT, "font_size": 13, "bold": True, "align": "center"})
        self.head = book.add_format({**base, "bold": True, "align": "center", "bg_color": palette.HEAD})
        texts = [base, {**base, "valign": "top"}, {**base, **open_, "valign": "top"}]
        self.text, self.box, self.open_box = looks = [book.add_format(look) for look in texts]
        self._quoted = {
            look: book.add_format({**text, "quote_prefix": True}) for look, text in zip(looks, texts, strict=True)
        }
        self.open_money = book.add_format({**base, **open_, "num_format": money})
        self.open_rate = book.add_format({**base, **open_, "num_format": rate})
        self.money = book.add_format({**base, **fixed, "num_format": money})
        self.rate = book.add_format({**base, **fixed, "num_format": rate})
        self.signed = book.add_format({**base, **fixed, "num_format": signed})
        self.points = book.add_format({**base, **fixed, "num_format": points})
        self.note = book.add_format({**FONT, "font_size": 8, "text_wrap": True, "valign": "top"})

    def of(self, look: Format, text: str) -> Format:
        """``look``, with what keeps ``text`` a text when somebody edits it: else 「-督促の…」 becomes a formula."""
        return self._quoted[look] if text[:1] in tuple("=+-@") else look
