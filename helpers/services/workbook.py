"""Write the desk's own tables of a city as one workbook, to be filled in and taken in again."""

from helpers import params
from helpers.console import say
from helpers.errors import DeskError, shown_path
from helpers.intake import own, place
from helpers.intake.own import book as own_book
from helpers.intake.own import change as own_change
from helpers.intake.own import digest
from helpers.intake.sheets import read
from helpers.ledger.reading import read as read_table
from helpers.ledger.rows import CatalogueEntry
from helpers.params import desk
from helpers.press.place import writing


def run(city: str) -> None:
    """Write ``build/<city>/tables.xlsx`` with what ``data/<city>/`` has now. DeskError ``data`` if the one that is there was filled in and
    not taken in yet, or the tables have faults.
    """
    root, settings = desk(), params.load_city(city)
    target = root / "build" / city / "tables.xlsx"
    shown = shown_path(target, root)
    if target.exists() and _waits(city):
        raise DeskError(
            "data",
            f"{shown} に、まだ取り込んでいない入力があります。先に make import CITY={city} FILES={shown} で取り込むか、"
            "要らなければ、ファイルを消すか別の場所に移してください。",
        )
    kinds, _ = read_table(root / "data" / "catalogue.csv", CatalogueEntry, "data/catalogue.csv")
    catalogue = {kind.claim: kind.name for _, kind in kinds}
    tables = own.load(city, root)
    content = own_book.content(city, settings.name, tables, catalogue, settings.bureaus)
    with writing(target):
        place.replace_all({target: content})
    rows = sum(len(table.rows) for table in tables.values())
    say(
        f"完成: {shown}({len(tables)} 表、{rows:,} 行)。直して保存し、make import CITY={city} FILES={shown} で取り込みます。"
    )


def _waits(city: str) -> bool:
    """Whether the workbook that is there says something that the desk never had: neither what it was made from nor what is now."""
    root = desk()
    sheets = read(root / "build" / city / "tables.xlsx")
    try:
        plan = own_change.plan(city, root, sheets)
    except DeskError:
        return True  # half filled in, or no workbook of the desk's: nothing to write over
    made = plan.book.state
    return any(
        digest([row for _, row in rows]) not in (made.get(name), digest([row for _, row in plan.tables[name].rows]))
        for name, rows in plan.book.rows.items()
    )
