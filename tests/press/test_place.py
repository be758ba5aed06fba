"""Putting a folder in place: what the disk refuses, and what killed runs leave."""

import errno
import shutil

import pytest

from helpers.errors import DeskError
from helpers.press import place

SAID = {
    errno.ENOSPC: "ディスクの空きがありません", errno.EDQUOT: "割り当てられた容量", errno.EACCES: "権限がありません",
    errno.EPERM: "権限がありません", errno.EROFS: "書き込めない場所です", errno.ENAMETOOLONG: "名前が長すぎます",
    errno.ENOTDIR: "フォルダーのあるべき所にファイル", errno.EEXIST: "フォルダーのあるべき所にファイル", errno.ELOOP: "リンクが自分自身",
    errno.ENOENT: "フォルダーがないか、リンクの先が", errno.EFBIG: "一つのファイルに許された大きさ", errno.EIO: "ディスクに書けませんでした",
    errno.EISDIR: "ファイルのあるべき所にフォルダー",
}  # fmt: skip


def refused(error, target):
    with pytest.raises(DeskError) as caught, place.writing(target):
        raise error
    assert caught.value.code == "write"
    return str(caught.value)


@pytest.mark.parametrize("number", SAID)
def test_what_the_disk_refuses_is_told_with_its_place(tmp_path, number):
    assert refused(OSError(number, "x"), tmp_path).startswith(f"書き込めませんでした: {tmp_path}({SAID[number]}")
    assert refused(OSError(number, "x", "one"), tmp_path).startswith(f"書き込めませんでした: one({SAID[number]}")
    assert refused(OSError(number, "x", "one", None, "two"), tmp_path).startswith("書き込めませんでした: two(")
    many = shutil.Error([("a", "b", f"[Errno {number}] x: 'b'"), ("c", "d", "[Errno 1] y")])
    assert SAID[number] in refused(many, tmp_path)


@pytest.mark.parametrize(
    "error", [TimeoutError(errno.ETIMEDOUT, "x"), BrokenPipeError(errno.EPIPE, "x"), shutil.Error("x")]
)
def test_what_is_none_of_the_disks_goes_on(tmp_path, error):
    with pytest.raises(type(error)), place.writing(tmp_path):
        raise error


def test_a_folder_takes_the_place_of_the_old_one_or_none(tmp_path):
    target = tmp_path / "below/x"
    for text in ("old", "new"):
        with place.replacing(target) as stage:
            assert stage.name == "x" and stage.parent.name.startswith(".x-") and stage.parents[1] == target.parent
            (stage / text).touch()
        assert [path.name for path in target.iterdir()] == [text]
    with pytest.raises(ZeroDivisionError), place.replacing(target) as stage:
        (stage / "broken").touch()
        1 / 0  # noqa: B018
    assert [path.name for path in target.iterdir()] == ["new"]
    assert sorted(path.name for path in target.parent.iterdir()) == [".x.lock", "x"]


def test_files_take_the_place_of_those_of_their_name(tmp_path):
    target = tmp_path / "below/x"
    for text in ("one", "two"):
        with place.adding(target) as stage:
            assert (
                stage.parent.name.startswith(".x-") and stage.parents[1] == target.parent and not list(stage.iterdir())
            )
            (stage / "same").write_text(text)
            (stage / text).touch()
    assert sorted(path.name for path in target.iterdir()) == ["one", "same", "two"]
    assert (target / "same").read_text() == "two"


def test_what_a_killed_run_left_is_mended(tmp_path):
    target = tmp_path / "x"
    (tmp_path / ".x-abc").mkdir()
    place.previous(target).mkdir()
    (place.previous(target) / "old").touch()
    assert sorted(place.left(target)) == [tmp_path / ".x-abc", tmp_path / ".x.previous"]
    (tmp_path / ".xy-abc").mkdir()  # another's
    place.recover(target)  # killed between the two renames
    assert (target / "old").exists() and place.left(target) == [] and (tmp_path / ".xy-abc").exists()
    place.previous(target).mkdir()  # killed after them
    place.recover(target)
    assert (target / "old").exists() and place.left(target) == []


def test_somebody_else_at_work_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(place, "_ENDING", 0.01)
    with place._alone(tmp_path / "x"), pytest.raises(DeskError) as caught, place._alone(tmp_path / "x"):
        pytest.fail("two at once")
    assert caught.value.code == "busy"
    assert str(caught.value) == "x は、いま別の実行が作っています。終わってから、もう一度実行してください。"
