-- Written by `make docs` from changes in evaluation/domain/designs/before_after/sums.py.
-- Moments over subjects of (mean from a day to another) less (mean before the start); only subjects with both count.
-- One row.
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
), up_to AS (
  SELECT
    *
  FROM known
  WHERE
    CAST(%(until)s AS DATE) IS NULL OR known.day <= CAST(%(until)s AS DATE)
), subjects AS (
  SELECT
    up_to.person,
    up_to.unit,
    AVG(up_to.value) FILTER(WHERE
      up_to.day < CAST(%(starts)s AS DATE)) AS before,
    AVG(up_to.value) FILTER(WHERE
      up_to.day >= CAST(%(since)s AS DATE)) AS after
  FROM up_to
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
