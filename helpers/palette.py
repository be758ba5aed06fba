"""Colours of a packet, told apart in grey print and by colour-blind readers."""

ACCENT = "#1b4770"
INK = "#222222"
ALARM = "#b3261e"
GOOD = "#00796b"
PALE = "#7c97b3"  # 3:1 against white and against ACCENT
QUIET = "#767676"

# Of tables, on paper, on a screen and in Excel alike.
HEAD = "#e8edf3"  # behind a heading
SHADE = "#e3e3e3"  # behind a marked cell
RED = "#a3000b"  # a marked figure: darker than ALARM, it is thin

# What stands for them on a dark screen.
DARK = {ACCENT: "#9cc3ea", INK: "#e4e4e4", HEAD: "#2c3745", SHADE: "#4d4d4d", RED: "#ff9c96"}

# Of the forms: behind a cell to fill in, and behind one that is computed.
OPEN, FIXED = "#fff9db", "#f2f2f2"
