"""Public versions: decide on every block, build a new document out of the released ones, look at it once more."""
