"""Helpers of the report notebooks.

``packet`` is the face a notebook opens; below it stand tables, charts and sentences, then measures, then the ledger and
the params, then notation and wareki. ``press`` turns executed notebooks into files and knows nothing of claims.
"""

import sys

# In a notebook: the house style, and own frames and figures in it. A command line imports nothing for it.
if (_ipython := sys.modules.get("IPython")) and (_shell := _ipython.get_ipython()):
    _shell.extension_manager.load_extension("helpers.kernel")


def preview():
    """開いているノートブックの節が、保存したとおりに印刷されるとどう見えるかを示す。

    例::

        import helpers
        helpers.preview()

    先に保存する。``packet`` の市と会議で節だけを作り(build/ の中。会議資料は変わらない)、その HTML を出力に示す。資料を組むときは何もしない。
    """
    from helpers.services.preview import shown

    return shown()


def __dir__() -> list[str]:
    """What Tab offers in a notebook: what it imports from here, and what it may call."""
    return ["action_sheets", "charts", "measures", "packet", "parts", "preview", "sentences", "tables"]
