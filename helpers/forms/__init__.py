"""Excel forms that the secretariat sends to the sections, with what is known already filled in."""
