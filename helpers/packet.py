"""The face a notebook opens: one meeting of one city, its parameters and its ledger."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from helpers import ledger, params, trace
from helpers.audit import Audit, audit
from helpers.errors import DeskError, Fault, did_you_mean
from helpers.ledger import AMOUNTS, Ledger
from helpers.ledger.doubts import doubts
from helpers.notation import Notation
from helpers.params import City, Meeting, desk


@dataclass(frozen=True)
class Packet:
    """What a section is made from. ``date`` is the meeting's; ``fiscal_year`` the one the meeting stands in."""

    name: str
    date: dt.date
    city: City
    meeting: Meeting
    ledger: Ledger
    root: Path  # the desk it was read from

    @classmethod
    def open(cls, city: str, meeting: str = "", root: Path | None = None) -> "Packet":
        """Read and check the parameters and data of ``city`` and ``meeting`` (ISO date; the latest one if empty) on the desk ``root``.

        DeskError, in Japanese, if either does not exist or anything in them is wrong.
        """
        root = root or desk()
        if not meeting:
            trace.use(trace.EVERYTHING)  # a new meeting would be another packet
        # What is checked here is checked for every packet; a section depends on what it then asks for.
        with trace.quietly():
            meeting = params.choose_meeting(city, meeting, root)
            packet = cls(
                name=city,
                date=dt.date.fromisoformat(meeting),
                city=params.load_city(city, root),
                meeting=params.load_meeting(city, meeting, root),
                ledger=ledger.load(city, root),
                root=root,
            )
            packet._check_bureaus()
            packet._check_classes()
            packet._check_units()
            packet._check_doubts()
            packet._check_published()
            packet._check_forms()
        for name in (f"params/{city}/city.yaml", f"params/{city}/{meeting}.yaml", "data/catalogue.csv"):
            trace.use(name)
        return packet

    def _check_bureaus(self) -> None:
        """Every bureau that owns or collects a claim stands in the city's order of bureaus."""
        claims = self.ledger["claims"]
        faults = [
            Fault(f"{self.ledger.folder}/claims.csv", f"「{bureau}」は params/{self.name}/city.yaml の bureaus にありません。"
                  f"{did_you_mean(bureau, self.city.bureaus)}", row, column)
            for column in ("bureau", "collector_bureau")
            for row, bureau in claims[column].items()
            if bureau and bureau not in self.city.bureaus
        ]  # fmt: skip
        if faults:
            raise DeskError("data", "局の名が合いません。", faults)

    def _check_classes(self) -> None:
        """Every class of a claim has the name that the city writes for it."""
        known = self.city.claim_classes
        used = {
            each: row.claim for row in self.ledger["claims"].itertuples() for each in row.classes.split(";") if each
        }
        faults = [
            Fault(f"params/{self.name}/city.yaml", f"{each} の名を書いてください。claims.csv の {claim} などに使われています。",
                  column="claim_classes")
            for each, claim in used.items()
            if each not in known
        ]  # fmt: skip
        if faults:
            raise DeskError("params", "債権区分の名がありません。", faults)

    @cached_property
    def audit(self) -> Audit | None:
        """What becomes of the meeting's printed figures when they are recomputed; None if the data has none."""
        return audit(self.ledger, self.date.isoformat(), self.city.published_rounding.down)

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
        """強-1 市税."""
        return f"{self.numbers.get(claim, '')} {self.ledger.claim(claim)['name']}".strip()

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
        return self.city.notation

    def _check_units(self) -> None:
        """Amounts of claims are in the city's unit of tables: 円 among 千円 would be a thousand times off.

        A year's round figure for all claims may be in any unit, because the trend converts it.
        """
        unit = self.city.units.table
        faults = [
            Fault(
                f"{self.ledger.folder}/figures.csv",
                f"「{row.unit}」: {self.name} の表の単位は {unit} です。",
                row.Index,
                "unit",
            )
            for row in self.ledger["figures"].itertuples()
            if row.measure in AMOUNTS and row.unit != unit and row.unit != "%" and (row.claim != "all" or row.as_of)
        ]
        if faults:
            raise DeskError("data", f"金額の単位が params/{self.name}/city.yaml の units.table と合いません。", faults)

    def _check_doubts(self) -> None:
        """What looks like a slip was mended, or looked at: acknowledged with a reason. An answer to no doubt is one too many."""
        cut_off = "amount" in self.city.published_rounding.down
        found = doubts(self.ledger["figures"], self.ledger["claims"], cut_off)
        city = f"params/{self.name}/city.yaml"
        answered = {entry.doubt for entry in self.city.acknowledged}
        faults = [
            Fault(f"{self.ledger.folder}/figures.csv", f"{doubt.message}(doubt: {doubt.name})", doubt.row, "value")
            for doubt in found
            if doubt.name not in answered
        ]
        if faults:
            raise DeskError(
                "doubt",
                f"誤りかもしれない数値が {len(faults)} 件あります。値を直すか、正しければ {city} に次の形で理由を書いてください。\n"
                "acknowledged:\n  - doubt: (下の doubt: の後の名)\n    reason: (正しいと言える理由)",
                faults,
            )
        names = {doubt.name for doubt in found}
        stale = [
            Fault(city, f"「{name}」に当たる数値は、もうありません。この項目を消してください。", column="acknowledged")
            for name in sorted(answered - names)
        ]
        if stale:
            raise DeskError("doubt", f"{city} の acknowledged が今の数値と合いません。", stale)

    def _check_published(self) -> None:
        """Every printed figure belongs to a meeting that there is: else no audit would ever look at it."""
        known = params.meetings(self.name, self.root)
        rows = self.ledger.tables.get("published")
        faults = [
            Fault(f"{self.ledger.folder}/published.csv", f"params/{self.name}/{meeting}.yaml がありません。"
                  f"{did_you_mean(meeting, known)}新しい会議なら、前回の YAML を複写して作ってください。", number, "meeting")
            for number, meeting in (() if rows is None else rows["meeting"].items())
            if meeting not in known
        ]  # fmt: skip
        if faults:
            raise DeskError("data", "会議の日付が合いません。", faults)

    def _check_forms(self) -> None:
        """The edition of numbers that the forms are made for has claims: else there would be no form at all."""
        forms, numbers = self.meeting.forms, self.ledger.tables.get("numbers")
        if forms is None or numbers is None or forms.edition in set(numbers["edition"]):
            return
        message = (
            f"「{forms.edition}」: {self.ledger.folder}/numbers.csv に edition が {forms.edition} の行がありません。"
            f"{did_you_mean(forms.edition, set(numbers['edition']))}"
        )
        raise DeskError(
            "params",
            "様式を作る債権の番号がありません。",
            [Fault(f"params/{self.name}/{self.date}.yaml", message, column="forms.edition")],
        )

    def others(self) -> tuple[list["Packet"], list[str]]:
        """The latest packets of the other cities, and the names of cities that cannot be read now.

        A fault in one city's data must not stop another city's packet; who compares says whom it left out.
        """
        trace.use(trace.EVERYTHING)
        packets, unread = [], []
        for city in params.cities(self.root):
            if city == self.name:
                continue
            try:
                other = Packet.open(city, root=self.root)
                _ = other.audit  # its formulas are read: what compares may ask for printed figures
                packets.append(other)
            except DeskError:
                unread.append(city)
        return packets, unread
