"""Helpers of the report notebooks.

``packet`` is the face a notebook opens; below it stand tables, charts and sentences, then measures, then the ledger and
the params, then notation and wareki. ``press`` turns executed notebooks into files and knows nothing of claims.
"""
