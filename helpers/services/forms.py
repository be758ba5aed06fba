"""Write the forms that go to the sections of the city."""

from helpers.console import say
from helpers.errors import shown_path
from helpers.params import desk
from helpers.services.report import open_packet


def run(city: str, meeting: str) -> None:
    """Write the forms of a meeting's claims into ``build/<city>/forms/``."""
    packet = open_packet(city, meeting)
    from helpers.forms import sheet
    from helpers.forms.contents import contents
    from helpers.press import place

    made = contents(packet)
    target = desk() / "build" / city / "forms"
    with place.replacing(target) as stage:
        for number, (form, name) in enumerate(zip(made, sheet.file_names(made), strict=True), start=1):
            sheet.write(form, stage / name, packet.city.minus, packet.date)
            say(f"様式: {number}/{len(made)} {form.number} {form.name}")
    say(f"完成: {shown_path(target, desk())}/ に {len(made)} 件")
