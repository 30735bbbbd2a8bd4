-- Written by `make docs` from days in evaluation/domain/sums/named.py.
-- By day, how many figures are in force, and their mean.
WITH in_force AS (
  SELECT
    *
  FROM evaluation_figure
  WHERE
    evaluation_figure.superseded_at IS NULL
), wanted AS (
  SELECT
    *
  FROM in_force
  WHERE
    in_force.measure = CAST(%(measure)s AS VARCHAR)
), summed_up AS (
  SELECT
    wanted.day,
    COUNT(*) AS n,
    AVG(wanted.value) AS mean
  FROM wanted
  GROUP BY
    1
)
SELECT
  *
FROM summed_up
ORDER BY
  summed_up.day ASC
