"""A papermill engine that runs the cells in the process it is called in, with ipykernel's own in-process kernel.

A process forked from one that has pandas, seaborn and the helpers loaded starts with the first cell; a kernel of its own would
load them anew for each notebook. Outputs are those of an ordinary kernel (a test compares them cell by cell).
"""

import os
import platform
from collections.abc import Callable
from queue import SimpleQueue
from types import SimpleNamespace

os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # ipykernel's debugger else warns on stderr

# Loaded before the fork, once: what each kernel and each drawing would else load anew, for as long as a small section takes.
import ipykernel.debugger  # noqa: F401
import IPython.core.completerlib
import IPython.core.crashhandler
import IPython.core.magics.ast_mod
import IPython.core.magics.execution
import IPython.core.oinspect  # noqa: F401
import matplotlib.backends.backend_svg  # noqa: F401
import matplotlib_inline.backend_inline  # noqa: F401
import tornado.platform.asyncio  # noqa: F401
from ipykernel.inprocess.ipkernel import InProcessKernel
from ipykernel.inprocess.manager import InProcessKernelManager
from ipykernel.iostream import OutStream
from matplotlib.backends import backend_registry
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets.config import Config

import helpers.kernel  # noqa: F401

NAME = "in-process"
EXTENSION = "helpers.kernel"  # what every kernel of a build loads; one in JupyterLab, where a notebook imports helpers
# Asked once: each kernel would ask anew.
platform.processor()  # a program
backend_registry.list_all()  # every package that is installed
# Nothing of the user's own IPython: no history file, no profile.
_CONFIG = Config({"HistoryManager": {"enabled": False}, "InProcessInteractiveShell": {"history_load_length": 0}})


class _Kernel(InProcessKernel):
    """The in-process kernel, able to await: ipykernel 7 asks before it does whose thread the shell's is, and here it has none."""

    shell_channel_thread = SimpleNamespace(parent_thread=None)
    _supports_kernel_subshells = False


class InProcessEngine(Engine):
    """Runs the cells one after the other; ``on_cell`` is told the source of each before it runs."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        on_cell: Callable[[str], None] = lambda source: None,
        **options,
    ) -> None:
        manager = InProcessKernelManager(config=_CONFIG)
        manager.kernel = _Kernel(parent=manager, session=manager.session)
        for name in ("stdout", "stderr"):  # with what programs print that a cell starts
            setattr(manager.kernel, name, OutStream(manager.session, manager.kernel.iopub_thread, name))
        manager.kernel.shell.enable_matplotlib("inline")
        manager.kernel.shell.extension_manager.load_extension(EXTENSION)
        nb_man.nb.metadata["language_info"] = manager.kernel.language_info
        client = manager.client()
        client.allow_stdin = False
        client.start_channels()
        outputs = NotebookClient(nb_man.nb, record_timing=False)  # knows what becomes of a kernel's messages
        outputs.reset_execution_trackers()
        for index, cell in enumerate(nb_man.nb.cells):
            if cell.cell_type != "code" or not cell.source.strip():
                continue
            on_cell(cell.source)
            nb_man.cell_start(cell, index)
            cell.outputs = []
            failed = cls._run(client, outputs, cell, index)
            if failed and "raises-exception" not in cell.metadata.get("tags", []):
                nb_man.cell_exception(cell, index, exception=None)
                return
            nb_man.cell_complete(cell, index)

    @staticmethod
    def _run(client, outputs: NotebookClient, cell, index: int) -> bool:
        """Run one cell and put what it showed into it. Whether it ended in an error."""
        messages: SimpleQueue[dict] = SimpleQueue()  # they come from the kernel's own thread
        outputs.clear_before_next_output = False
        client.iopub_channel.call_handlers = messages.put
        client.execute(cell.source)
        client.kernel.stdout.flush()
        client.kernel.stderr.flush()
        complete = False
        while not (complete and messages.empty()):
            try:
                outputs.process_message(messages.get(), cell, index)
            except CellExecutionComplete:
                complete = True
        return any(output.output_type == "error" for output in cell.outputs)


papermill_engines.register(NAME, InProcessEngine)
