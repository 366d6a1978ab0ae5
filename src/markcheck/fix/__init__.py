"""Mending: marks that have one right form are put into it, in the bytes they stand in; everything else stays."""
