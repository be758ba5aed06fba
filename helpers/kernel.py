"""What a notebook has from the moment it imports ``helpers``: the house style, own frames and figures in it, errors as sentences."""

import matplotlib
import numpy as np
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.figure import Figure
from matplotlib_inline.config import InlineBackend
from pandas import DataFrame, Series
from pandas.io.formats.style import Styler

from helpers import tables, trace
from helpers.charts.chart import WIDTH, use_style
from helpers.charts.own import drawn, smallest_type, unknown_characters
from helpers.errors import DeskError

_SHOWN_ROWS = 60  # as pandas: a longer frame is looked at, not printed


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Called once a kernel, by :mod:`helpers` where a notebook imports it and by the engine that runs cells in its own process."""
    use_style()
    matplotlib.rcParams["figure.figsize"] = (WIDTH, WIDTH / 2)  # what a figure has whose size nobody gives
    InlineBackend.instance(parent=shell).figure_formats = set()
    formatters = shell.display_formatter.formatters
    shell.display_formatter.mimebundle_formatter.for_type(Figure, _figure)
    for kind in (DataFrame, Series, Styler):
        shell.display_formatter.mimebundle_formatter.for_type(kind, _frame)
    formatters["image/png"].pop(Figure, None)
    for kind in set(np.sctypeDict.values()):
        formatters["text/plain"].for_type(kind, _number)
    shell.set_custom_exc((DeskError,), _tell)


def _figure(figure: Figure, include=None, exclude=None) -> tuple[dict, dict]:
    """A figure as a picture; one that cannot be printed too, with the reason for whoever builds."""
    shown = {"image/svg+xml": drawn(figure), "text/plain": repr(figure)}
    if unknown := unknown_characters(figure):
        return shown, {"unprintable": unknown}
    return shown, {"sources": [list(line) for line in trace.taken()], "type": smallest_type(figure)}


def _frame(frame: DataFrame | Series | Styler, include=None, exclude=None) -> tuple[dict, dict]:
    """A frame that can be printed as a house table; one that cannot as pandas shows it, with the reason for whoever builds."""
    plain = frame.data if isinstance(frame, Styler) else frame
    shown = {"text/plain": plain.to_string(max_rows=_SHOWN_ROWS)}  # not repr, which asks how wide the terminal is
    if not isinstance(frame, Series):
        shown["text/html"] = frame._repr_html_()
    try:
        table = tables.own(frame)._repr_mimebundle_()
    except DeskError as error:
        return shown, {"unprintable": str(error)}
    return (table | shown if len(plain) > _SHOWN_ROWS else table | {"text/plain": shown["text/plain"]}), {}


def _number(number: np.generic, printer, cycle: bool) -> None:
    """5, not np.int64(5)."""
    printer.text(str(number))


def _tell(shell: InteractiveShell, kind: type, error: DeskError, traceback, tb_offset=None) -> list[str]:
    """A DeskError in its own words, without the way through the program."""
    said = ["\x1b[31mエラー\x1b[0m", str(error)]
    shell._showtraceback(kind, error, said)
    return said
