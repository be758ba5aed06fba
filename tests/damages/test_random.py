"""Three hundred damages that nobody thought of: whatever becomes of a file, there is a packet or one sentence."""

import random
import time
from pathlib import Path

import pytest

from helpers import cli
from tests.damages.desks import content, english
from tests.damages.verbs import AGENDA, CITY, CLAIMS, FIGURES, MEETING, MEMBERS, NEXT, NUMBERS

SEEDS = range(300)
FILES = (CITY, MEETING, FIGURES, FIGURES, CLAIMS, AGENDA, MEMBERS, NEXT, NUMBERS, "data/catalogue.csv")
# What editors, Excel, copying and cats on keyboards put into a file.
NASTY = [*"\0\x07\x1b\x7f\t\r\n\"',;:=|-–−▲△０９，％円　#&<>{}[]()*@$\\`~?!%/", "\ufeff", "\u200b", "\u202e", "\ufdd0", "𠮷", "\r\n", '""', "1e9",
         "9" * 40, "-", "--- ", "null", "2026-02-30", "あ" * 500]  # fmt: skip


def flip(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def truncate(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content))]


def lose(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + content[at + chance.randrange(1, 40) :]


def insert(chance: random.Random, content: bytes) -> bytes:
    text = content.decode()
    at = chance.randrange(len(text))
    return (text[:at] + chance.choice(NASTY) + text[at:]).encode()


def of_lines(change):
    def damage(chance: random.Random, content: bytes) -> bytes:
        lines = content.split(b"\n")
        change(chance, lines)
        return b"\n".join(lines)

    damage.__name__ = change.__name__
    return damage


@of_lines
def drop(chance: random.Random, lines: list[bytes]) -> None:
    del lines[chance.randrange(len(lines))]


@of_lines
def double(chance: random.Random, lines: list[bytes]) -> None:
    at = chance.randrange(len(lines))
    lines.insert(at, lines[at])


@of_lines
def swap(chance: random.Random, lines: list[bytes]) -> None:
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]


@of_lines
def swap_cells(chance: random.Random, lines: list[bytes]) -> None:
    at = chance.randrange(len(lines))
    cells = lines[at].split(b"," if b"," in lines[at] else b" ")
    a, b = chance.randrange(len(cells)), chance.randrange(len(cells))
    cells[a], cells[b] = cells[b], cells[a]
    lines[at] = b",".join(cells) if b"," in lines[at] else b" ".join(cells)


def misread(chance: random.Random, content: bytes) -> bytes:
    """Another number for one of the numbers."""
    places = [at for at, byte in enumerate(content) if chr(byte).isdigit()]
    at = chance.choice(places)
    other = chance.choice([b"", b"0", b"00", b"000", b"-", b".", b"9", b"1.", b" "])
    return content[:at] + other + content[at + chance.randrange(2) :]


DAMAGES = (flip, truncate, lose, insert, drop, double, swap, swap_cells, misread)


def damaged(seed: int, desk: Path) -> str:
    """Damage one file of ``desk`` once or twice; what was done."""
    chance = random.Random(f"kawabe-{seed}")
    file, done = chance.choice(FILES), []
    for _ in range(chance.choice((1, 1, 2))):
        damage = chance.choice(DAMAGES)
        before = (desk / file).read_bytes()
        try:
            after = damage(chance, before)
        except (UnicodeDecodeError, ValueError, IndexError):  # nothing is left to damage that way
            continue
        (desk / file).write_bytes(after)
        done.append(damage.__name__)
    return f"{file}: {'、'.join(done)}"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_damage_ends_in_a_packet_or_a_sentence(desk, temporary, capsys, seed):
    done = damaged(seed, desk)
    before, began = content(desk), time.monotonic()
    status = cli.main(["check", "kawabe"])
    out, err = capsys.readouterr()
    assert time.monotonic() - began < 60, done
    assert "予期しない" not in err and "Traceback" not in out + err, (done, err)
    assert english(out + err) == [], done
    if status:
        assert status == 1 and err.startswith("エラー: ") and err.count("エラー: ") == 1, (done, err)
    else:
        assert err == "" and out.endswith("誤りはありません。\n"), (done, err)
    assert {path: what for path, what in content(desk).items() if not path.startswith("build/log")} == before, done
    assert list(temporary.glob("*/*")) == []
