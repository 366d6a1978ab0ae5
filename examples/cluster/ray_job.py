"""Check a set of documents with Ray Data: Parquet in, Parquet out, a row a document.

    python examples/cluster/ray_job.py cables.parquet findings/ --text text --id id

Every node needs `pip install 'markcheck[arrow]' 'ray[data]'`.
"""

import argparse
import functools


def rows(table, text: str, id: str):
    """A function for `map_batches`: a table of documents to a table of rows."""
    from markcheck.arrow import validate_table

    return validate_table(table, text_column=text, id_column=id)


def main() -> None:
    import ray

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--text", default="text")
    parser.add_argument("--id", default="id")
    asked = parser.parse_args()
    documents = ray.data.read_parquet(asked.input, columns=[asked.id, asked.text])
    check = functools.partial(rows, text=asked.text, id=asked.id)
    documents.map_batches(check, batch_format="pyarrow", batch_size=1000).write_parquet(asked.output)


if __name__ == "__main__":
    main()
