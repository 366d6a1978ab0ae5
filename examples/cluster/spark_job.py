"""Check a set of documents with Spark: Parquet in, Parquet out, a row a document.

    spark-submit examples/cluster/spark_job.py cables.parquet findings.parquet --text text --id id

Every executor needs `pip install 'markcheck[arrow]'` in the Python that PYSPARK_PYTHON names.
"""

import argparse
from collections.abc import Iterator


def job(text: str, id: str):
    """A function for `mapInArrow`: batches of documents to batches of rows."""

    def rows(batches: Iterator) -> Iterator:
        # Loaded on the executor, once for each of its Python processes.
        from markcheck.arrow import validate_table

        for batch in batches:
            yield from validate_table(batch, text_column=text, id_column=id).to_batches()

    return rows


def main() -> None:
    from pyspark.sql import SparkSession
    from pyspark.sql.pandas.types import from_arrow_schema

    from markcheck.arrow import SCHEMA

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--text", default="text")
    parser.add_argument("--id", default="id")
    parser.add_argument("--partitions", type=int, default=64, help="several for each core, so that long ones even out")
    asked = parser.parse_args()
    spark = SparkSession.builder.appName("markcheck").getOrCreate()
    # A batch is held in memory with its rows.
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "1000")
    documents = spark.read.parquet(asked.input).select(asked.id, asked.text).repartition(asked.partitions)
    documents.mapInArrow(job(asked.text, asked.id), from_arrow_schema(SCHEMA)).write.parquet(asked.output)
    spark.stop()


if __name__ == "__main__":
    main()
