"""The face a notebook opens: one meeting of one city, its parameters and its ledger."""

import datetime as dt
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import pandas as pd

from helpers import checks, ledger, params, trace
from helpers.audit import Audit, Item, audit
from helpers.errors import DeskError, cut, did_you_mean
from helpers.ledger import TABLES, Ledger
from helpers.ledger.once import Once
from helpers.ledger.rows import CityRate
from helpers.ledger.units import in_unit
from helpers.notation import Notation
from helpers.params import City, Forms, Meeting, audience, desk
from helpers.rates import TABLE
from helpers.terms import Audience


def notation_here() -> Notation:
    """That of the city whose packet the notebook at work has opened as ``packet``; elsewhere that of most cities."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    packet = shell.user_ns.get("packet") if shell else None
    return packet.city.notation if isinstance(packet, Packet) else Notation()


@dataclass(frozen=True)
class Packet(Once):
    """What a section is made from. ``date`` is the meeting's; ``fiscal_year`` the one the meeting stands in."""

    name: str
    date: dt.date
    city: City
    meeting: Meeting
    ledger: Ledger
    root: Path  # the desk it was read from

    @classmethod
    def open(cls, city: str, meeting: str = "", root: Path | None = None, only: Collection[str] = ()) -> "Packet":
        """市と会議の資料を開く。パラメータとデータを読み、誤りがあれば、ファイルと行を言って止まる。

        例::

            packet = Packet.open(city, meeting)

        ``city`` は params/ のフォルダーの名、``meeting`` は会議の日付(2026-06-03 のように。空なら最新の会議)。``root`` は params/ と data/ のあるフォルダー、``only`` は読む表の名(どちらも、ふつうは書かない)。
        """
        root = root or desk()
        if not meeting:
            trace.use(trace.EVERYTHING)  # a new meeting would be another packet
        # What is checked here is checked for every packet; a section depends on what it then asks for.
        with trace.quietly():
            packet = cls.unchecked(city, meeting, root, only)
            checks.check(packet)
        for name in (f"params/{city}/city.yaml", f"params/{city}/{packet.date}.yaml", "data/catalogue.csv"):
            trace.use(name)
        return packet

    @classmethod
    def unchecked(cls, city: str, meeting: str, root: Path, only: Collection[str] = ()) -> "Packet":
        """What :meth:`open` gives, even if data and parameters do not fit each other or figures are doubted: what is left behind may
        have been mended for that. Every cell is what its column takes.
        """
        meeting = params.choose_meeting(city, meeting, root)
        settings = params.load_city(city, root)
        return cls(
            name=city,
            date=dt.date.fromisoformat(meeting),
            city=settings,
            meeting=params.load_meeting(city, meeting, root),
            ledger=in_unit(ledger.load(city, root, only), settings.units.table),
            root=root,
        )

    def frame(self, table: str, **where: object) -> pd.DataFrame:
        """データの表を、pandas と seaborn で使う数値の DataFrame にする。

        例::

            packet.frame("figures", measure="outstanding", segment="total", kind="actual")

        ``table`` は ``data/<市>/`` の CSV の名。``where`` に「列=値」を書くと、その行だけになる。数値は float、値がないところは NaN。
        単位は ``.attrs["units"]`` にある(列の名 → 単位。行により単位が違う表では空)。金額は市の表の単位。列は data/README.md にある。
        誤り: その名の表や列がない。
        """
        if table not in TABLES:
            raise DeskError("usage", f"「{cut(table)}」という表はありません。{did_you_mean(table, TABLES)}")
        rows = self.ledger[table]
        for column, value in where.items():
            if column not in rows:
                raise DeskError(
                    "usage", f"{table} に「{cut(column)}」という列はありません。{did_you_mean(column, rows)}"
                )
            rows = rows[rows[column] == value]
        self.ledger.take(rows, table)
        numbers = [name for name in rows if any(isinstance(value, Decimal) for value in rows[name])]
        frame = rows.astype(dict.fromkeys(numbers, float)).reset_index(drop=True)
        units = set(rows["unit"]) if "unit" in rows else set()
        frame.attrs["units"] = dict.fromkeys(numbers, units.pop()) if len(units) == 1 else {}
        return frame

    @property
    def audience(self) -> Audience:
        """For whom it is made."""
        return audience.of(self.root)

    @property
    def is_confidential(self) -> bool:
        """Whether its data or parameters mark anything as for the committee alone."""
        sections = any(each.audience == "committee" or each.committee_notes for each in self.meeting.sections)
        rows = any("audience" in table and (table["audience"] != "").any() for table in self.ledger.tables.values())
        return bool(self.city.committee_only.tables) or sections or rows

    def withholds(self, table: str) -> bool:
        """Whether rows of ``table`` were left out for the public: then it is no fault that there are none."""
        return self.audience == "public" and table in self.city.committee_only.tables

    @cached_property
    def audit(self) -> Audit | None:
        """What becomes of the meeting's printed figures when they are recomputed; None if the data has none."""
        guess = self.audience == "committee" or not self.city.committee_only.slips
        return audit(self.ledger, self.date.isoformat(), self.city.published_rounding.down, guess)

    @property
    def required_audit(self) -> Audit:
        """The audit of the meeting. DeskError ``missing-data`` if the data has nothing to audit."""
        if self.audit is None:
            raise DeskError(
                "missing-data",
                f"{self.ledger.folder}/published.csv に meeting が {self.date} の行がありません。"
                "検算には、資料に印刷された数値が要ります(列は data/README.md)。",
            )
        return self.audit

    def rest_on(self, items: Iterable[Item]) -> None:
        """Note the rows of the printed figures ``items`` as those that what is made next rests on (``trace``)."""
        printed = self.ledger["published"]
        self.ledger.take(printed.loc[[item.line for item in items]], "published")

    @cached_property
    def rates(self) -> dict[int, CityRate]:
        """The rates of all cities, as they were collected last (``data/rates.csv``), by the numbers of their rows."""
        trace.use(f"data/{TABLE}")
        with trace.quietly():
            return ledger.rates(self.root)

    @property
    def fiscal_year(self) -> int:
        return self.meeting.fiscal_year

    @property
    def as_of(self) -> dt.date:
        """The day whose figures the meeting looks at. DeskError ``params`` if the meeting names none."""
        if self.meeting.as_of is None:
            where = f"params/{self.name}/{self.date}.yaml"
            raise DeskError("params", f"{where} に as_of(いつ時点の数値か。例: 2025-10-31)を書いてください。")
        return self.meeting.as_of

    @property
    def major(self) -> int:
        """How many of the largest count as major. DeskError ``params`` if the city does not say."""
        if self.city.major is None:
            raise DeskError("params", f"params/{self.name}/city.yaml に major(主要とする数)を書いてください。")
        return self.city.major

    @property
    def worse_points(self) -> float:
        """From how many points down the city marks a change. DeskError ``missing-data`` if it does not say."""
        if self.city.thresholds.worse_points is None:
            raise DeskError(
                "missing-data",
                f"params/{self.name}/city.yaml の thresholds に worse_points(何ポイント以上の低下を示すか)がありません。",
            )
        return self.city.thresholds.worse_points

    @property
    def forms(self) -> Forms:
        """For which plan forms are made. DeskError ``params`` if the meeting asks for none."""
        if self.meeting.forms is None or self.meeting.as_of is None:
            raise DeskError(
                "params",
                f"params/{self.name}/{self.date}.yaml に forms(fiscal_year と edition)と as_of を書いてください。",
            )
        return self.meeting.forms

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Claim numbers of the edition that the fiscal year uses, in its order: claim → 強-1."""
        numbers = self.ledger["numbers"]
        own = numbers[numbers["edition"] == str(self.fiscal_year)]
        if not len(own):
            raise DeskError(
                "missing-data", f"{self.ledger.folder}/numbers.csv に edition が {self.fiscal_year} の行がありません。"
            )
        return dict(zip(own["claim"], own["number"], strict=True))

    def numbered(self, claim: str) -> str:
        """強-1 市税; in a city that does not number its claims the name alone."""
        numbers = self.numbers if self.ledger.has("numbers") else {}
        return f"{numbers.get(claim, '')} {self.ledger.claim(claim)['name']}".strip()

    def is_worse(self, points: Decimal | None) -> bool:
        """Whether a change in points is so much worse than a year before that the city marks it."""
        threshold = self.city.thresholds.worse_points
        return threshold is not None and points is not None and points <= -threshold

    def is_better(self, points: Decimal | None) -> bool:
        """Likewise, so much better."""
        threshold = self.city.thresholds.better_points
        return threshold is not None and points is not None and points >= threshold

    @property
    def notation(self) -> Notation:
        """How the city prints numbers; amounts that the data has more exactly than its tables, in the places of the tables."""
        if self.ledger.amount_decimals is None:
            return self.city.notation
        return replace(self.city.notation, unit=self.city.units.table, unit_decimals=self.ledger.amount_decimals)

    def others(self, only: Collection[str] = ()) -> tuple[list["Packet"], list[str]]:
        """The latest packets of the other cities, and the names of cities that cannot be read now. Who needs ``only`` some of their
        tables is not made anew when others of them change.

        A fault in one city's data must not stop another city's packet; who compares says whom it left out.
        """
        trace.use(trace.PARAMETERS if only else trace.EVERYTHING)
        packets, unread = [], []
        for city in self.other_cities():
            for table in only:
                trace.use(f"data/{city}/{table}.csv")
            try:
                with trace.quietly():
                    latest = params.choose_meeting(city, "", self.root)
                other = Packet.open(city, latest, self.root, only)
                _ = other.audit  # its formulas are read: what compares may ask for printed figures
                packets.append(other)
            except DeskError:
                unread.append(city)
        return packets, unread

    def other_cities(self) -> list[str]:
        """The names of the other cities on the desk."""
        with trace.quietly():
            return [city for city in params.cities(self.root) if city != self.name]
