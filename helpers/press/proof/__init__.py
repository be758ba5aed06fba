"""Proof of a built packet, from what a reader gets: report.html against report.xlsx, and its sentences against what generated
them and against its tables.

``origins`` holds its list of sources against the data, ``page`` reads report.html, ``cells`` holds its tables against the workbook, ``prose`` its sentences against the notebooks, ``founded``
tells whether a number follows from tables.
"""

from helpers.press.proof.cells import compare
from helpers.press.proof.origins import origins
from helpers.press.proof.page import read
from helpers.press.proof.prose import Said, Told, numbers, sentences, told

__all__ = ["Said", "Told", "compare", "numbers", "origins", "read", "sentences", "told"]
