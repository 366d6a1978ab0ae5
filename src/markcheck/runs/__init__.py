"""Runs over many documents: workers, the cache, and where reports go."""
