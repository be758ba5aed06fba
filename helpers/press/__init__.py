"""The press: executes notebooks and prints what they show as one packet. It knows notebooks and files, not claims."""

import sys

# nbformat loads jsonschema, and that, where it finds this package, compiles the grammar of international addresses: half of the time
# that a build takes to start, and no notebook has one. jsonschema does without it.
sys.modules.setdefault("rfc3987_syntax", None)
