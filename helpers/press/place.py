"""Put a folder in place whole or not at all."""

import contextlib
import errno
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from helpers.errors import DeskError

_ENDING = 3  # seconds: what a killed run has started may need a moment to notice


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """An empty folder to fill; when the block ends well it takes the place of ``target``, else ``target`` stays as it was.

    DeskError ``write`` if the disk refuses.
    """
    with writing(target), _alone(target):
        recover(target)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as folder:
            stage = Path(folder) / target.name
            stage.mkdir()
            yield stage
            _put_in_place(stage, target)


@contextlib.contextmanager
def adding(target: Path) -> Iterator[Path]:
    """An empty folder to fill; when the block ends well its files go into ``target``, all of them or none.

    DeskError ``write`` if the disk refuses, ``busy`` if somebody else is making ``target``.
    """
    with writing(target), _alone(target):
        recover(target)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as folder:
            stage, before = Path(folder) / "new", Path(folder) / "before"
            stage.mkdir()
            before.mkdir()
            yield stage
            target.mkdir(exist_ok=True)
            done = []
            try:
                for path in sorted(stage.iterdir()):
                    done.append(path.name)
                    if (target / path.name).exists():
                        (target / path.name).replace(before / path.name)
                    path.replace(target / path.name)
            except BaseException:  # a refusing disk, or Ctrl-C
                for name in done:
                    if (before / name).exists():
                        (before / name).replace(target / name)
                    elif not (stage / name).exists():
                        (target / name).unlink()
                raise


@contextlib.contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Nobody else makes ``target`` meanwhile. DeskError ``busy`` if somebody already does."""
    target.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(target.with_name(f".{target.name}.lock"))
    try:
        lock.acquire(timeout=_ENDING)
    except Timeout:
        raise DeskError(
            "busy", f"{target.name} は、いま別の実行が作っています。終わってから、もう一度実行してください。"
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def writing(target: Path) -> Iterator[None]:
    """Turn what the disk refuses inside the block into a DeskError ``write``."""
    try:
        yield
    except OSError as error:
        number = _number(error)
        if number not in _REASONS:
            raise  # a time-out and a closed pipe are OSErrors too, and none of the disk's
        where = error.filename2 or error.filename or target  # of a copy, the second
        raise DeskError("write", f"書き込めませんでした: {where}({_REASONS[number]})。") from error


def _number(error: OSError) -> int | None:
    """The errno of what the disk refused; of many files at once (``shutil.Error``), of the first."""
    found = re.search(r"\[Errno ([0-9]+)\]", str(error))
    return int(found[1]) if found else error.errno


_REASONS = {
    errno.ENOSPC: "ディスクの空きがありません。要らないファイルを消してください",
    errno.EDQUOT: "割り当てられた容量を使い切っています。要らないファイルを消してください",
    errno.EACCES: "権限がありません。フォルダーの権限と、Excel などで開いていないかを確かめてください",
    errno.EPERM: "権限がありません。フォルダーの権限と、Excel などで開いていないかを確かめてください",
    errno.EROFS: "書き込めない場所です。別の場所に置いてください",
    errno.ENAMETOOLONG: "名前が長すぎます。プロジェクトを浅い場所に置いてください",
    errno.ENOTDIR: "フォルダーのあるべき所にファイルがあります。ファイルをよけてください",
    errno.EEXIST: "フォルダーのあるべき所にファイルがあります。ファイルをよけてください",
    errno.ELOOP: "リンクが自分自身を指しています。リンクを消してください",
    errno.ENOENT: "フォルダーがないか、リンクの先がありません。リンクを消してください",
    errno.EFBIG: "一つのファイルに許された大きさを超えました。制限(ulimit -f)を確かめてください",
    errno.EIO: "ディスクに書けませんでした。ディスクの状態を確かめてください",
    errno.EISDIR: "ファイルのあるべき所にフォルダーがあります。フォルダーをよけてください",
}


def previous(target: Path) -> Path:
    """Where the old ``target`` stands while the new one is put in its place."""
    return target.with_name(f".{target.name}.previous")


def _put_in_place(stage: Path, target: Path) -> None:
    """Two renames: between them the old folder stands under another name, where :func:`recover` finds it."""
    if target.exists():
        target.replace(previous(target))
    stage.replace(target)
    shutil.rmtree(previous(target), ignore_errors=True)


def recover(target: Path) -> None:
    """Finish or undo what a killed run left, between the two renames or beside ``target``: no other runs now."""
    if previous(target).exists() and not target.exists():
        previous(target).replace(target)
    for path in left(target):
        shutil.rmtree(path, ignore_errors=True)


def left(target: Path) -> list[Path]:
    """What stands beside ``target`` while a run makes it, and after one that was killed."""
    stages = target.parent.glob(f".{target.name}-*")
    return [*stages, *([previous(target)] if previous(target).exists() else [])]
