"""Execute the notebooks of a document with papermill, several at a time."""

import os
import re
import tempfile
import warnings
from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from pathlib import Path

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from helpers.errors import DeskError, did_you_mean
from helpers.press.document import Document, Section

# A section takes seconds; one that takes this long hangs.
CELL_TIMEOUT = 600


def execute(document: Document, notebooks: Path, out: Path, on_done: Callable[[Section], None]) -> None:
    """Execute every section of ``document`` from ``notebooks`` into ``out``, calling ``on_done`` after each.

    The executed notebooks hold outputs and no trace of when or where they ran. DeskError ``notebook`` names notebook, cell
    and error of the first that failed; what it had executed is in ``out``.
    """
    out.mkdir(parents=True, exist_ok=True)
    for section in document.sections:
        _check_parameters(notebooks / f"{section.notebook}.ipynb", document.parameters | section.parameters)
    # Kernels are processes of their own, so threads are enough to keep every core busy.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        running: dict[Future, Section] = {
            pool.submit(_execute_one, section, document.parameters | section.parameters, notebooks, out): section
            for section in document.sections
        }
        for future, section in running.items():
            future.add_done_callback(
                lambda done, s=section: None if done.cancelled() or done.exception() else on_done(s)
            )
        done, pending = wait(running, return_when=FIRST_EXCEPTION)
        for future in pending:
            future.cancel()
    for future in done:
        future.result()


def _check_parameters(notebook: Path, parameters: dict[str, str]) -> None:
    """papermill only warns of a parameter that a notebook does not declare; here it is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            nbformat.validate(nbformat.read(notebook, as_version=4))
            declared = papermill.inspect_notebook(str(notebook))
        except (OSError, ValueError, AttributeError, KeyError, nbformat.ValidationError):
            # What a folder, a torn file, or JSON that is no notebook make of the reader.
            raise DeskError(
                "notebook",
                f"notebooks/{notebook.name} をノートブックとして読めません。git などで前の版に戻してください。",
            ) from None
    for name in parameters:
        if name not in declared:
            raise DeskError(
                "notebook",
                f"notebooks/{notebook.name} の parameters セルに「{name}」がありません。"
                f"タグ parameters の付いたセルで宣言してください。{did_you_mean(name, declared)}",
            )


def _execute_one(section: Section, parameters: dict[str, str], notebooks: Path, out: Path) -> None:
    path = out / f"{section.notebook}.ipynb"
    with tempfile.TemporaryDirectory(prefix="kernel-") as sockets:
        # Sockets in the file system have no ports to race for; Windows has none, and keeps TCP.
        ipc = {"transport": "ipc", "ip": f"{sockets}/socket"}
        _run(path, parameters, notebooks, Config() if os.name == "nt" else Config({"KernelManager": ipc}))
    _forget_the_run(path)


def _run(path: Path, parameters: dict[str, str], notebooks: Path, kernel: Config) -> None:
    try:
        papermill.execute_notebook(
            str(notebooks / path.name),
            str(path),
            parameters=parameters,
            kernel_name="python3",  # this environment's own, whatever the notebook was last saved with
            progress_bar=False,
            execution_timeout=CELL_TIMEOUT,
            # Not papermill's cwd=, which changes the directory of the whole process under the other threads.
            resources={"metadata": {"path": str(notebooks)}},
            config=kernel,
            # A kernel that is told to stop says so on stderr; what matters of a kernel comes as a message.
            extra_arguments=["--IPKernelApp.log_level=CRITICAL"],
        )
    except PapermillExecutionError as error:
        raise DeskError("notebook", _failure(path, error)) from error
    except RuntimeError as error:
        raise DeskError("notebook", f"notebooks/{path.name} のカーネルが動きませんでした: {error}") from error


def _failure(path: Path, error: PapermillExecutionError) -> str:
    """Notebook, cell and error, then the lines of the cell."""
    cells = nbformat.read(path, as_version=4).cells
    # papermill puts its own banner cells into a failed notebook and a cell of parameters into every one.
    own = [
        cell
        for cell in cells
        if not {"papermill-error-cell-tag", "injected-parameters"} & set(cell.metadata.get("tags", []))
    ]
    number = next((i for i, cell in enumerate(own, start=1) if cell.get("source") == error.source), None)
    value = re.sub(r"\x1b\[[0-9;]*m", "", str(error.evalue))
    place = f"の {number} 番目のセル" if number else ""
    source = "\n".join(f"    {line}" for line in error.source.splitlines())
    return f"notebooks/{path.name} {place}でエラーになりました。\n{source}\n  {error.ename}: {value}"


def _forget_the_run(path: Path) -> None:
    """Drop times, paths and random ids, so that the same inputs give the same bytes."""
    notebook = nbformat.read(path, as_version=4)
    kept = ("kernelspec", "language_info")
    notebook.metadata = {key: notebook.metadata[key] for key in kept if key in notebook.metadata}
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata = {"tags": tags} if tags else {}
        if "injected-parameters" in tags:
            cell.id = "injected-parameters"
    nbformat.write(notebook, path)
