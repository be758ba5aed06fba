"""Helpers of the report notebooks.

``packet`` is the face a notebook opens; below it stand tables, charts and sentences, then measures, then the ledger and
the params, then notation and wareki. ``press`` turns executed notebooks into files and knows nothing of claims.
"""

import sys

# In a notebook: the house style, and own frames and figures in it. A command line imports nothing for it.
if (_ipython := sys.modules.get("IPython")) and (_shell := _ipython.get_ipython()):
    _shell.extension_manager.load_extension("helpers.bench")
