-- Written by `make docs` from spreads in evaluation/domain/sums/named.py.
-- By measure, moments of all figures in force, their first and last day, and how many people and units they are of;
-- measures of too few people and of one unit are left out.
WITH in_force AS (
  SELECT
    *
  FROM evaluation_figure
  WHERE
    evaluation_figure.superseded_at IS NULL
), each_measure AS (
  SELECT
    in_force.measure,
    COUNT(*) AS n,
    AVG(in_force.value) AS mean,
    VAR_POP(in_force.value) * COUNT(*) AS m2,
    COUNT(DISTINCT in_force.person) AS people,
    COUNT(DISTINCT in_force.unit) FILTER(WHERE
      in_force.unit <> '') AS units,
    MIN(in_force.day) AS first,
    MAX(in_force.day) AS last
  FROM in_force
  GROUP BY
    1
)
SELECT
  *
FROM each_measure
WHERE
  each_measure.people >= CAST(%(min_cell)s AS BIGINT) OR each_measure.units >= 2
ORDER BY
  each_measure.measure ASC
