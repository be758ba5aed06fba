"""What an executed notebook shows, read as it lies there: nbformat would look through all of it each time."""

import json
from pathlib import Path

TABLE = "application/vnd.dataresource+json"  # the MIME type of a Tabular Data Resource


def shown(notebook: Path, kind: str) -> list[dict]:
    """The data of the MIME type ``kind``, one of JSON, that the cells of an executed notebook show, in its order."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    shown = (output.get("data", {}) for cell in cells for output in cell.get("outputs", []))
    return [data[kind] for data in shown if kind in data]
