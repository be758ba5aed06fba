"""What a form carries unseen, so that it is known again whatever its file is called: for which claim, plan and meeting it was made."""

import datetime as dt
import hashlib
from dataclasses import asdict, astuple, dataclass

from openpyxl import Workbook

from helpers.forms.contents import Contents

_PREFIX = "form."


@dataclass(frozen=True)
class Mark:
    """``state`` tells what was filled in when the form was made."""

    city: str
    meeting: str
    fiscal_year: str
    edition: str
    claim: str
    state: str

    @property
    def properties(self) -> dict[str, str]:
        """As properties of the document."""
        return {_PREFIX + name: value for name, value in asdict(self).items()}


def of(form: Contents, meeting: dt.date) -> Mark:
    """The mark of a form."""
    state = hashlib.sha256(repr(astuple(form)).encode()).hexdigest()[:16]
    return Mark(form.city, meeting.isoformat(), str(form.fiscal_year), form.edition, form.claim, state)


def read(book: Workbook) -> Mark | None:
    """The mark in a workbook; None if it is no form of the desk's."""
    held = {each.name: str(each.value or "") for each in book.custom_doc_props.props}
    names = list(Mark.__dataclass_fields__)
    return (
        Mark(**{name: held[_PREFIX + name] for name in names})
        if all(_PREFIX + name in held for name in names)
        else None
    )
