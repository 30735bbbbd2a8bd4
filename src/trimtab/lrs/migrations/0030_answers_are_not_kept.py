from django.db import migrations

# What other systems wrote is nobody's business here: of their answers the status stays.
FORWARD = r"""
    UPDATE lrs_target SET problem = regexp_replace(problem, '^It answered (\d{3}).*$', 'It answered \1.')
        WHERE problem LIKE 'It answered %';
    UPDATE lrs_target SET problem = 'It cannot be reached.' WHERE problem LIKE 'It could not be reached%';
    UPDATE lrs_delivery SET problem = regexp_replace(problem, '^It answered (\d{3}).*$', 'It answered \1.')
        WHERE problem LIKE 'It answered %';
    UPDATE lrs_delivery SET problem = 'It cannot be reached.' WHERE problem LIKE 'It could not be reached%';
"""


class Migration(migrations.Migration):
    dependencies = [("lrs", "0018_indexes_know_the_voided")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
