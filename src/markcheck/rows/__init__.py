"""Sets that lie in one file, a document a row: JSON Lines, CSV, Parquet, Arrow tables."""
