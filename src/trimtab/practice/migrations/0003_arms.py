from django.db import migrations

# Who is in which arm, as the evaluation's aggregations read it.
FORWARD = """
    CREATE VIEW practice_arm AS
    SELECT programme_id AS programme, person_id AS person, arm FROM practice_enrolment
"""


class Migration(migrations.Migration):
    dependencies = [("practice", "0002_reviews_are_append_only")]
    operations = [migrations.RunSQL(FORWARD, "DROP VIEW practice_arm")]
