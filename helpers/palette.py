"""Colours of a packet, told apart in grey print and by colour-blind readers."""

ACCENT = "#1f4e79"
INK = "#222222"
ALARM = "#b3261e"
PALE = "#9db8d2"
QUIET = "#767676"
