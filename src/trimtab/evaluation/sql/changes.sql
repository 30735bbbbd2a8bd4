-- Written by `make docs` from changes in evaluation/analytics/named.py.
-- Moments over subjects of (mean from a day on) less (mean before it); only subjects with both count. One row.
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
), subjects AS (
  SELECT
    known.person,
    known.unit,
    AVG(known.value) FILTER(WHERE
      known.day < CAST(%(starts)s AS DATE)) AS before,
    AVG(known.value) FILTER(WHERE
      known.day >= CAST(%(starts)s AS DATE)) AS after
  FROM known
  GROUP BY
    1,
    2
), changed AS (
  SELECT
    subjects.after - subjects.before AS change
  FROM subjects
  WHERE
    subjects.before IS NOT NULL AND subjects.after IS NOT NULL
)
SELECT
  COUNT(*) AS n,
  AVG(changed.change) AS mean,
  VAR_POP(changed.change) * COUNT(*) AS m2
FROM changed
