"""Settings: what holds for a run and for each of its documents, and where each value comes from."""
