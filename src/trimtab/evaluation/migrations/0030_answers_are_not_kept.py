from django.db import migrations

# What feeds wrote is nobody's business here: of their answers the status stays. A user or secret in an address goes.
FORWARD = r"""
    UPDATE evaluation_sourcerun SET sentence = regexp_replace(sentence, 'It answered (\d{3}).*$', 'It answered \1.')
        WHERE sentence LIKE '%It answered %';
    UPDATE evaluation_sourcerun SET sentence = regexp_replace(sentence, '://[^/?# ]*@', '://', 'g')
        WHERE sentence ~ '://[^/?# ]*@';
    UPDATE evaluation_source
        SET wanted = jsonb_set(wanted, '{place}', to_jsonb(regexp_replace(wanted ->> 'place', '^(https?://)[^/?#]*@', '\1', 'i')))
        WHERE wanted ->> 'place' ~* '^https?://[^/?#]*@';
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0011_figures")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
