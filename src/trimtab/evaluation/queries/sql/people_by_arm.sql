-- Written by `make docs` from people_by_arm in evaluation/domain/designs/randomised/sums.py.
-- By arm, moments over people of each one's mean figure from a day to a day; `neither` counts the means that are not
-- 0 and not 1.
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
), up_to AS (
  SELECT
    *
  FROM known
  WHERE
    CAST(%(until)s AS DATE) IS NULL OR known.day <= CAST(%(until)s AS DATE)
), wanted AS (
  SELECT
    *
  FROM up_to
  WHERE
    CAST(%(since)s AS DATE) IS NULL OR up_to.day >= CAST(%(since)s AS DATE)
), in_arms AS (
  SELECT
    wanted.measure,
    wanted.person,
    wanted.unit,
    wanted.day,
    wanted.week,
    wanted.value,
    wanted.recorded_at,
    wanted.superseded_at,
    assigned.arm
  FROM wanted
  INNER JOIN assigned
    ON wanted.person = assigned.person
), people AS (
  SELECT
    in_arms.arm,
    in_arms.person,
    AVG(in_arms.value) AS figure
  FROM in_arms
  GROUP BY
    1,
    2
), summed_up AS (
  SELECT
    people.arm,
    COUNT(*) AS n,
    AVG(people.figure) AS mean,
    VAR_POP(people.figure) * COUNT(*) AS m2,
    COUNT(*) FILTER(WHERE
      people.figure <> 0 AND people.figure <> 1) AS neither
  FROM people
  GROUP BY
    1
)
SELECT
  *
FROM summed_up
ORDER BY
  summed_up.arm ASC
