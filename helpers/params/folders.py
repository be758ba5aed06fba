"""Where the desk is, and which cities and meetings it has."""

import datetime as dt
import os
import re
from collections.abc import Iterator
from pathlib import Path

from helpers.errors import DeskError, Fault, cut, did_you_mean

ROOT = Path(__file__).resolve().parent.parent.parent  # the program


def desk() -> Path:
    """Where ``params/``, ``data/`` and ``build/`` are: the program's own folder, or the folder ``DESK``, which a build points to its
    copy of them.
    """
    return Path(os.environ.get("DESK") or ROOT).absolute()


def notebooks(root: Path | None = None) -> Path:
    """The folder of the notebooks: the desk's own, or, where it has none, the program's."""
    own = (root or desk()) / "notebooks"
    return own if own.is_dir() else ROOT / "notebooks"


def _check_desk(root: Path) -> None:
    """Raise ``desk`` unless the parameters and data of some city can be on the desk ``root``."""
    missing = [f"{name}/" for name in ("params", "data") if not (root / name).is_dir()]
    if missing:
        raise DeskError(
            "desk",
            f"「{root}」に {' と '.join(missing)} がありません。DESK に書いたフォルダーの名を確かめるか、新しく始めるなら、"
            "プログラムの params/ と data/ をそこに複写して、自分の市のものに直してください。",
        )


def cities(root: Path | None = None) -> list[str]:
    """Names of the cities that have parameters. DeskError ``desk`` if there is no folder of parameters or of data."""
    root = root or desk()
    _check_desk(root)
    return sorted(path.parent.name for path in (root / "params").glob("*/city.yaml"))


def meetings(city: str, root: Path | None = None) -> list[str]:
    """Dates (ISO) of the meetings of ``city``, oldest first."""
    return sorted(path.stem for path in _files(city, root) if path.suffix == ".yaml" and is_date(path.stem))


def strays(city: str, root: Path | None = None) -> list[str]:
    """Names of files beside the parameters of ``city`` that are none: copies, dates written another way."""
    # accounts.csv and export.yaml are read where exports are taken in (helpers/intake).
    known = {"city.yaml", "accounts.csv", "export.yaml", *(f"{meeting}.yaml" for meeting in meetings(city, root))}
    return sorted(path.name for path in _files(city, root) if path.name not in known)


def _files(city: str, root: Path | None) -> Iterator[Path]:
    # Hidden files, and what editors and offices keep beside an open one, are nobody's parameters.
    for path in ((root or desk()) / "params" / city).glob("*"):
        if not path.name.startswith((".", "~")) and not path.name.endswith("~") and path.name != "Thumbs.db":
            yield path


def is_date(text: str) -> bool:
    """Whether ``text`` can be the name of a meeting: an ISO day of the calendar."""
    try:
        # fromisoformat takes 20260603 too, and then the same day would have two names.
        return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII)) and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def check_city(city: str, root: Path | None = None) -> None:
    """Raise ``unknown-city`` unless ``city`` is the name of a folder with a city.yaml."""
    root = root or desk()
    _check_desk(root)
    # Asked of the folder alone: a desk may have thousands of cities. No folder has a name of over 255 letters.
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,254}", city) or not (root / "params" / city / "city.yaml").exists():
        raise DeskError(
            "unknown-city", f"params/ に「{cut(city)}」という市はありません。{did_you_mean(city, cities(root))}"
        )


def choose_meeting(city: str, meeting: str = "", root: Path | None = None) -> str:
    """``meeting`` if ``city`` has it, the latest one if it is empty; else ``unknown-meeting``.

    DeskError ``params`` if a file beside the meetings could be meant for one.
    """
    check_city(city, root)
    faults = [
        Fault(
            f"params/{city}/{name}",
            "会議のファイルの名は、会議の日付(2026-06-03.yaml の形)にしてください。使わないファイルは、よそに移してください。",
        )
        for name in strays(city, root)
    ]
    if faults:
        raise DeskError("params", f"params/{city}/ に、会議か分からないファイルがあります。", faults)
    known = meetings(city, root)
    if not known:
        raise DeskError(
            "unknown-meeting", f"params/{city}/ に会議の YAML がありません。「2026-06-03.yaml」のように作ってください。"
        )
    if meeting and meeting not in known:
        raise DeskError(
            "unknown-meeting", f"params/{city}/ に「{cut(meeting)}」の会議はありません。{did_you_mean(meeting, known)}"
        )
    return meeting or known[-1]
