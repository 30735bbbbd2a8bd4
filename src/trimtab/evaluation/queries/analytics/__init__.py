"""The evaluation's aggregations for more data than one machine holds: written once, run where the data are.

`expressions` says what is summed up (Ibis expressions, which know no engine); `engines` opens the tables on PostgreSQL, DuckDB,
DataFusion or Spark. Needs the extra `analytics`. What comes back adds up like `science.stats.moments.Moments`.
"""
