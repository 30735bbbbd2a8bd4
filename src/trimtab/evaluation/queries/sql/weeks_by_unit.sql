-- Written by `make docs` from weeks_by_unit in evaluation/domain/sums/named.py.
-- The same by unit and week, of the figures that are of units.
WITH known AS (
  SELECT
    *
  FROM evaluation_figure
  WHERE
    evaluation_figure.measure = CAST(%(measure)s AS VARCHAR)
    AND (
      (
        CAST(%(as_of)s AS TIMESTAMPTZ) IS NULL
        AND evaluation_figure.superseded_at IS NULL
      )
      OR (
        evaluation_figure.recorded_at <= CAST(%(as_of)s AS TIMESTAMPTZ)
        AND (
          evaluation_figure.superseded_at IS NULL
          OR evaluation_figure.superseded_at > CAST(%(as_of)s AS TIMESTAMPTZ)
        )
      )
    )
), of_units AS (
  SELECT
    *
  FROM known
  WHERE
    known.unit <> ''
), summed_up AS (
  SELECT
    of_units.unit,
    of_units.week,
    COUNT(*) AS n,
    AVG(of_units.value) AS mean,
    VAR_POP(of_units.value) * COUNT(*) AS m2,
    COUNT(DISTINCT of_units.person) AS people,
    COUNT(DISTINCT of_units.unit) FILTER(WHERE
      of_units.unit <> '') AS units
  FROM of_units
  GROUP BY
    1,
    2
)
SELECT
  *
FROM summed_up
ORDER BY
  summed_up.unit ASC,
  summed_up.week ASC
