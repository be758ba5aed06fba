"""Put several files in place, all of them or none."""

from collections.abc import Iterable
from pathlib import Path


def replace_all(files: dict[Path, bytes]) -> None:
    """Write every file whose content differs, each by one rename. If the disk refuses one, those before it get their old content back.

    A run that is killed between two renames leaves each file old or new; the next one finishes the work, whatever it finds.
    """
    sweep(files)
    changed = {path: new for path, new in files.items() if not path.exists() or path.read_bytes() != new}
    before = {path: path.read_bytes() if path.exists() else None for path in changed}
    done: list[Path] = []
    try:
        for path, new in changed.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _stage(path).write_bytes(new)
        for path in changed:
            _stage(path).replace(path)
            done.append(path)
    except BaseException:  # a refusing disk, or Ctrl-C
        for path in done:
            if before[path] is None:
                path.unlink()
            else:
                _stage(path).write_bytes(before[path])
                _stage(path).replace(path)
        raise
    finally:
        sweep(files)


def sweep(files: Iterable[Path]) -> None:
    """Remove what a killed run left beside the files."""
    for path in files:
        _stage(path).unlink(missing_ok=True)


def _stage(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")
