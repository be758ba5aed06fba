"""What befalls a run from outside: pipes, terminals, a full disk, no permission, a desk that is not there."""

import os
import resource
import shutil
import signal
import subprocess
import sys

import pytest

from helpers.params import ROOT
from tests import town
from tests.damages.desks import english, kept
from tests.damages.test_kills import CHANGED, start
from tests.damages.verbs import BUILD, FIGURES, replace


def ended(run: subprocess.Popen) -> tuple[int, str, str]:
    out, err = run.communicate(timeout=60)
    assert "Traceback" not in out + err and "予期しない" not in err and "Exception ignored" not in err
    assert english(out + err) == []
    return run.returncode, out, err


@pytest.mark.parametrize("command", ["list", "check kawabe", "report kawabe"])
def test_a_pipe_that_is_closed_early_stops_nothing(desk, temporary, command):
    CHANGED(desk)
    run = start(desk, temporary, *command.split())
    head = subprocess.run(["head", "-1"], stdin=run.stdout, capture_output=True, text=True, encoding="utf-8")
    run.stdout.close()
    err = run.stderr.read()
    run.wait(timeout=60)
    assert "川辺市" in head.stdout and err == ""
    assert run.returncode in (0, 1)
    if command.startswith("report"):
        assert (desk / BUILD / "report.pdf").exists()


@pytest.mark.parametrize("encoding", ["ascii", "cp932", "latin-1", "utf-16", "cp437:strict"])
def test_a_terminal_that_knows_no_japanese_is_told_something(desk, temporary, monkeypatch, encoding):
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    replace(FIGURES, "95.2,%", "▲95.2,%")(desk)
    run = start(desk, temporary, "check", "kawabe", encoding=None)
    _, err = run.communicate(timeout=60)
    assert run.returncode == 1 and b"Traceback" not in err and b"figures.csv" in err.replace(b"\0", b"")


@pytest.mark.parametrize("streams", [{"stdout": None}, {"stderr": None}, {"stdin": None}], ids=str)
def test_a_stream_that_is_closed_stops_nothing(desk, temporary, streams):
    number = {"stdin": 0, "stdout": 1, "stderr": 2}[next(iter(streams))]
    run = start(desk, temporary, "list", preexec_fn=lambda: os.close(number))
    out, err = run.communicate(timeout=60)
    assert "Traceback" not in out + err and run.returncode in (0, 1)


@pytest.mark.parametrize("size", [1_000, 20_000, 60_000, 72_000])
def test_a_file_that_may_not_grow_is_told(desk, temporary, size):
    """As on a disk that fills up: a limit to the size of a file stops the run in the middle of one."""
    CHANGED(desk)
    before = kept(desk)

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    status, _, err = ended(start(desk, temporary, preexec_fn=limited))
    assert status == 1 and err.startswith("エラー: 書き込めませんでした: ") and "ulimit" in err, err
    assert kept(desk) == before
    assert list(temporary.glob("claims-desk-*/*")) == []


@pytest.mark.parametrize("size", ["16k", "64k", "120k", "200k"])
def test_a_full_disk_is_told(desk, temporary, size):
    """The city's folder of builds on a disk of that size, with its last packet where there is room."""
    CHANGED(desk)
    place = desk / "build" / town.CITY
    shutil.rmtree(place)
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], capture_output=True)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        status, _, err = ended(start(desk, temporary))
        assert status == 1 and err.startswith("エラー: 書き込めませんでした") and "空きがありません" in err
        assert [path.name for path in place.iterdir() if not path.name.endswith(".lock")] == []
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.mark.parametrize("size", ["40k", "160k", "300k"])
def test_a_full_temporary_disk_is_told(desk, temporary, size):
    CHANGED(desk)
    before = kept(desk)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", temporary], capture_output=True)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        status, _, err = ended(start(desk, temporary))
        assert status == 1 and err.startswith("エラー: 書き込めませんでした") and "空きがありません" in err
        assert kept(desk) == before
    finally:
        subprocess.run(["umount", temporary], check=True)


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read and write everything")
@pytest.mark.parametrize(
    "place", ["build", f"build/{town.CITY}", f"data/{town.CITY}/figures.csv", "params/kawabe/city.yaml"]
)
def test_what_may_not_be_read_or_written_is_told(desk, temporary, place):
    CHANGED(desk)
    before = kept(desk)
    (desk / place).chmod(0o500 if (desk / place).is_dir() else 0)
    try:
        status, _, err = ended(start(desk, temporary))
    finally:
        (desk / place).chmod(0o700)
    assert status == 1 and err.startswith("エラー: ") and "権限" in err
    assert kept(desk) == before


@pytest.mark.parametrize("name", ["ENGINE", "CACHE"])
def test_an_unknown_setting_is_told(desk, temporary, monkeypatch, name):
    CHANGED(desk)
    monkeypatch.setenv(name, "dask")
    status, _, err = ended(start(desk, temporary))
    assert status == 1 and f"{name} に「dask」は使えません" in err


def test_no_place_for_temporary_files_is_told(desk, temporary):
    CHANGED(desk)
    (temporary / "claims-desk-root").write_text("x")
    (temporary / f"claims-desk-{os.environ.get('USER', 'root')}").write_text("x")
    status, _, err = ended(start(desk, temporary))
    assert status == 1 and err.startswith("エラー: 書き込めませんでした")


@pytest.mark.parametrize("arguments", [[], ["reprot", "kawabe"], ["report"], ["report", "kawabe", "x"], ["list", "--all"], ["check", "\ud800"], ["check", "../kawabe"], ["check", "a" * 5000], ["report", "kawabe", "--meeting", "\n"]], ids=repr)  # fmt: skip
def test_a_command_that_is_none_is_told(desk, temporary, arguments):
    run = subprocess.Popen(
        [sys.executable, "-m", "helpers", *(os.fsencode(a) if a.isprintable() else a.encode("utf-8", "surrogatepass") for a in arguments)],
        cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    status, _, err = ended(run)
    assert status == 1 and err.startswith("エラー: ") and len(err) < 4000


def test_a_desk_that_is_not_there_is_told(temporary, tmp_path):
    for command in ("check kawabe", "report kawabe", "reports", "list", "lab --arguments=--allow-root"):
        status, _, err = ended(start(tmp_path / "nowhere", temporary, *command.split()))
        assert status == 1 and err.startswith(f"エラー: 「{tmp_path}/nowhere」に params/ と data/ がありません。"), (
            command
        )
    assert not (tmp_path / "nowhere").exists()


def test_two_runs_at_once_do_not_meet(desk, temporary):
    CHANGED(desk)
    runs = [start(desk, temporary) for _ in range(2)]
    said = [ended(run) for run in runs]
    assert 0 in [status for status, _, _ in said]
    for status, _, err in said:
        assert status == 0 or "いま別の実行が作っています" in err
    assert list(temporary.glob("claims-desk-*/*")) == []


def test_a_killed_check_leaves_nothing_for_long(desk, temporary):
    run = start(desk, temporary, "check", "kawabe")
    while not list(temporary.glob("claims-desk-*/*/params")) and run.poll() is None:
        pass
    run.send_signal(signal.SIGKILL)
    run.communicate()
    assert list(temporary.glob("claims-desk-*/*"))
    assert ended(start(desk, temporary, "check", "kawabe"))[0] == 0
    assert list(temporary.glob("claims-desk-*/*")) == []


@pytest.mark.parametrize(("package", "command"), [("pandas", "check"), ("papermill", "report"), ("pypdf", "parity")])
def test_a_package_that_is_not_installed_is_named(desk, temporary, package, command):
    """Packages are loaded when a command needs them: wherever that is, it is told with the way to get them."""
    missing = temporary / "missing"
    missing.mkdir()
    (missing / f"{package}.py").write_text(f"raise ModuleNotFoundError('x', name='{package}')")
    done = subprocess.run(
        [sys.executable, "-m", "helpers", command, town.CITY],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
        env=os.environ | {"DESK": str(desk), "PYTHONPATH": str(missing), "CACHE": "off"},
    )  # fmt: skip
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert f"エラー: 部品「{package}」が入っていません。" in done.stderr and "requirements.txt" in done.stderr
