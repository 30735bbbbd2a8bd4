-- Written by `make docs` from weeks_by_arm in evaluation/domain/sums/named.py.
-- The same by arm and week.
WITH assigned AS (
  SELECT
    practice_arm.person,
    practice_arm.arm
  FROM practice_arm
  WHERE
    practice_arm.programme = CAST(%(programme)s AS VARCHAR)
), known AS (
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
), in_arms AS (
  SELECT
    known.measure,
    known.person,
    known.unit,
    known.day,
    known.week,
    known.value,
    known.recorded_at,
    known.superseded_at,
    assigned.arm
  FROM known
  INNER JOIN assigned
    ON known.person = assigned.person
), summed_up AS (
  SELECT
    in_arms.arm,
    in_arms.week,
    COUNT(*) AS n,
    AVG(in_arms.value) AS mean,
    VAR_POP(in_arms.value) * COUNT(*) AS m2,
    COUNT(DISTINCT in_arms.person) AS people,
    COUNT(DISTINCT in_arms.unit) FILTER(WHERE
      in_arms.unit <> '') AS units
  FROM in_arms
  GROUP BY
    1,
    2
)
SELECT
  *
FROM summed_up
WHERE
  summed_up.units > 0 OR summed_up.people >= CAST(%(min_cell)s AS BIGINT)
ORDER BY
  summed_up.arm ASC,
  summed_up.week ASC
