"""The forms that came back, together: who has answered, what is to be mended, and the rows that the answers make."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from helpers import wareki
from helpers.errors import DeskError, Fault, cut
from helpers.forms import mark, returned
from helpers.forms.answers import Slot
from helpers.forms.contents import Contents, contents
from helpers.forms.returned import SOURCE, UNITS, File, Returned
from helpers.intake.own import Own
from helpers.ledger.reading import rows_of
from helpers.ledger.rows import TABLES, Row
from helpers.packet import Packet

_TAGS = ("", "継続", "新規")  # of the bands of (2) and (3)
_COMPARED = "他市類似債権と比較した取組目標"


@dataclass
class Collected:
    """``good`` are the forms that are taken; ``others`` files that are none of them, each with why."""

    packet: Packet
    made: list[Contents]
    good: list[Returned] = field(default_factory=list)
    faulty: list[Returned] = field(default_factory=list)
    double: dict[str, list[Path]] = field(default_factory=dict)
    others: list[tuple[Path, str]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    stale: dict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))

    def state(self, form: Contents) -> tuple[str, list[str]]:
        """How it stands with the form of a claim, and what its section is to be told."""
        for each in self.good:
            if each.contents is form:
                return "回答あり", []
        for each in self.faulty:
            if each.contents is form:
                return "要修正", [str(fault) for fault in each.faults]
        if form.claim in self.double:
            names = "、".join(path.name for path in self.double[form.claim])
            return "重複", [f"内容の違う様式が二つ以上届いています({names})。正しい一つをお知らせください。"]
        if form.claim in self.stale:
            names = "、".join(path.name for path in self.stale[form.claim])
            return "古い様式", [f"前の様式で届いています({names})。今回お送りした様式に入力してください。"]
        return "未提出", ["様式がまだ届いていません。"]


def collect(packet: Packet, folder: Path) -> Collected:
    """Read every file in ``folder``. DeskError ``params`` if the meeting has no forms."""
    found = Collected(packet, contents(packet))
    files: dict[str, list[File]] = defaultdict(list)
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith((".", "~")):
            _sort(path, found, files)
    for form in found.made:
        own = files.get(form.claim, [])
        if len({file.path.read_bytes() for file in own}) > 1:
            found.double[form.claim] = [file.path for file in own]
        elif own:
            one = returned.read(own[0], form, packet)
            if one.blank:
                one.faults.append(Fault(own[0].path.name, "数値が一つも入力されていません。"))
            (found.faulty if one.faults else found.good).append(one)
    return found


def _sort(path: Path, found: Collected, files: dict[str, list[File]]) -> None:
    """Put a file to its claim, or aside with the reason."""
    try:
        file = File.open(path)
    except DeskError as error:
        found.others.append((path, error.faults[0].message))
        return
    known = mark.read(file.book) if file else None
    forms = found.packet.forms
    if known is None:
        found.others.append((path, "この課の様式ではありません(make forms が入れる印がありません)。"))
    elif known.city != found.packet.name or known.claim not in {form.claim for form in found.made}:
        found.others.append((path, f"ほかの市か、様式のない債権のものです({known.city} {known.claim})。"))
    elif (known.meeting, known.fiscal_year, known.edition) != (
        found.packet.date.isoformat(),
        str(forms.fiscal_year),
        forms.edition,
    ):
        found.stale[known.claim].append(path)
        found.others.append(
            (path, f"前の様式です({known.meeting} の会議、{known.fiscal_year} 年度、{known.edition} の番号)。")
        )
    else:
        files[known.claim].append(file)


def source_of(form: Contents) -> str:
    """Where the rows say that they come from."""
    return f"{SOURCE}{form.number} {wareki.fiscal_year(form.fiscal_year)}債権回収実施計画"


def tables(found: Collected, own: dict[str, Own]) -> dict[str, list[Row]]:
    """The tables with the answers of the good forms in them, instead of what an earlier form of the same plan left.

    DeskError ``data`` for an answer that a cell of a table cannot hold.
    """
    new: dict[str, list[dict[str, str]]] = defaultdict(list)
    for one in found.good:
        for table, row in _rows(one):
            new[table].append(row)
    sources = {source_of(one.contents) for one in found.good}
    made, faults = {}, []
    for name, rows in new.items():
        model, columns = TABLES[name], list(TABLES[name].model_fields)
        records = [(number, [row.get(column, "") for column in columns]) for number, row in enumerate(rows, start=2)]
        read, wrong = rows_of([(1, columns), *records], model, "様式の回答")
        faults += wrong
        stays = [row for _, row in own[name].rows if row.source not in sources]
        # What a person kept for the committee alone is so when the same form comes again.
        marked = {row.source for _, row in own[name].rows if getattr(row, "audience", "")}
        read = [
            (number, row.model_copy(update={"audience": "committee"}) if row.source in marked else row)
            for number, row in read
        ]
        keys = {_key(row): row for row in stays}
        made[name] = [*stays, *(row for _, row in read if _key(row) not in keys)]
        found.told += [_left_out(row) for _, row in read if _key(row) in keys and _differs(row, keys[_key(row)])]
    if faults:
        raise DeskError("data", "様式の回答に、表に載せられないものがあります。何も変えていません。", faults)
    return made


def _differs(row: Row, known: Row) -> bool:
    """Whether an answer says something else than the row that people entered. Amounts and rates were held against it as they were read."""
    if getattr(row, "unit", "") in UNITS.values():
        return False
    return {**row.texts, "source": ""} != {**known.texts, "source": ""}


def _left_out(row: Row) -> str:
    said = row.texts.get("text") or row.texts["value"]
    return f"{row.source}: 市の表に別の記入があるので、「{cut(said)}」は載せませんでした。"


def _key(row: Row) -> tuple:
    return tuple(getattr(row, column) for column in row.key)


def _rows(one: Returned) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows that the answers of a form make, each with its table."""
    form = one.contents
    common = {"claim": form.claim, "source": source_of(form)}
    numbers: dict[str, int] = defaultdict(int)
    for slot, text in one.answers.items():
        if slot.kind != "text":
            yield "figures", common | _figure(form, slot, text)
            continue
        what, _, band = slot.what.partition("_")
        plan = common | {"fiscal_year": str(form.fiscal_year)}
        for line in filter(None, map(str.strip, text.splitlines())):
            if what == "issue":
                numbers[what] += 1
                yield "hearings", plan | {"number": str(numbers[what]), "role": "issue", "text": line}
            elif what == "response":
                yield "initiatives", plan | {"stage": "planned", "text": line, "tag": _TAGS[int(band)]}
            elif what == "compared":
                yield "initiatives", plan | {"stage": "planned", "heading": _COMPARED, "text": line}
        if what == "level":
            yield "policies", plan | {"text": " ".join(text.split())}


def _figure(form: Contents, slot: Slot, text: str) -> dict[str, str]:
    year = str(form.fiscal_year - slot.back)
    what = {"fiscal_year": year, "segment": slot.segment, "kind": slot.figure_kind, "value": text}
    if slot.kind == "count":
        return what | {"measure": "count", "item": slot.what, "unit": slot.title[-2:-1]}
    return what | {"measure": slot.what, "unit": UNITS[slot.kind]}


def letters_to_sections(found: Collected) -> dict[str, str]:
    """For each section with something to mend or to send, a text to mail it."""
    told: dict[str, list[str]] = defaultdict(list)
    for form in found.made:
        state, what = found.state(form)
        if what:
            told[f"{form.bureau} {form.section}".strip()] += [
                f"■ {form.number} {form.name}({state})",
                *(f"・{line}" for line in what),
                "",
            ]
    head = f"{found.packet.city.name}の{wareki.fiscal_year(found.packet.forms.fiscal_year)}債権回収実施計画の様式について、次の点をお願いします。"
    tail = "様式(ファイルの名は自由です)を、事務局にお送りください。"
    return {section: "\n".join([f"{section} 御中", "", head, "", *lines, tail, ""]) for section, lines in told.items()}
