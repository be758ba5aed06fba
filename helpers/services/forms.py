"""Write the forms that go to the sections of the city."""

from helpers.console import say
from helpers.errors import shown_path
from helpers.params import desk
from helpers.services.report import open_packet


def run(city: str, meeting: str) -> None:
    """Write the forms of a meeting's claims into ``build/<city>/forms/``."""
    packet = open_packet(city, meeting)
    from helpers.forms import form, names
    from helpers.forms.contents import contents
    from helpers.press import place

    made, rate = contents(packet), packet.city.rate
    target = desk() / "build" / city / "forms"
    with place.replacing(target) as stage:
        for number, (one, name) in enumerate(zip(made, names.file_names(made), strict=True), start=1):
            form.write(one, stage / name, packet.city.minus, rate, packet.date)
            say(f"様式: {number}/{len(made)} {one.number} {one.name}")
    say(f"完成: {shown_path(target, desk())}/ に {len(made)} 件")
