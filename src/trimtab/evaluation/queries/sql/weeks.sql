-- Written by `make docs` from weeks in evaluation/domain/sums/named.py.
-- By week, moments of the figures, and how many people and units they are of; weeks of too few people are left out.
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
), summed_up AS (
  SELECT
    known.week,
    COUNT(*) AS n,
    AVG(known.value) AS mean,
    VAR_POP(known.value) * COUNT(*) AS m2,
    COUNT(DISTINCT known.person) AS people,
    COUNT(DISTINCT known.unit) FILTER(WHERE
      known.unit <> '') AS units
  FROM known
  GROUP BY
    1
)
SELECT
  *
FROM summed_up
WHERE
  summed_up.units > 0 OR summed_up.people >= CAST(%(min_cell)s AS BIGINT)
ORDER BY
  summed_up.week ASC
