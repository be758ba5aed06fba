"""``typeset.py SOURCE PDF FONTS EPOCH``: compile Typst to PDF/UA-1. A program of its own, so that one that hangs can be stopped."""

import json
import sys

import typst

source, target, fonts, epoch = sys.argv[1:]
try:
    typst.compile(
        source,
        output=target,
        root=".",
        font_paths=json.loads(fonts),
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=int(epoch),
    )
except (typst.TypstError, OSError) as error:
    sys.exit(str(error))
