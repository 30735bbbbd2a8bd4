-- Written by `make docs` from arm_sizes in evaluation/domain/designs/randomised/sums.py.
-- How many people each arm of a programme has.
WITH assigned AS (
  SELECT
    practice_arm.person,
    practice_arm.arm
  FROM practice_arm
  WHERE
    practice_arm.programme = CAST(%(programme)s AS VARCHAR)
), sizes AS (
  SELECT
    assigned.arm,
    COUNT(*) AS people
  FROM assigned
  GROUP BY
    1
)
SELECT
  *
FROM sizes
ORDER BY
  sizes.arm ASC
