from django.db import migrations

# Figures as the aggregations read them, wherever they run: those that were corrected later too.
FORWARD = """
    CREATE VIEW evaluation_figure AS
    SELECT measure_id AS measure, person_id AS person, unit, day, date_trunc('week', day::timestamp)::date AS week, value,
           recorded_at, superseded_at
    FROM evaluation_measurevalue
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0010_sources"), ("practice", "0003_arms")]
    operations = [migrations.RunSQL(FORWARD, "DROP VIEW evaluation_figure")]
