from django.db import migrations

FORWARD = """
    CREATE FUNCTION lrs_statement_is_only_voided() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'voided') = (to_jsonb(OLD) - 'voided') AND NEW.voided THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a statement is never changed, only voided' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER lrs_statement_is_only_voided BEFORE UPDATE OR DELETE ON lrs_statement
        FOR EACH ROW EXECUTE FUNCTION lrs_statement_is_only_voided();
"""
REVERSE = """
    DROP TRIGGER lrs_statement_is_only_voided ON lrs_statement;
    DROP FUNCTION lrs_statement_is_only_voided();
"""


class Migration(migrations.Migration):
    dependencies = [("lrs", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, REVERSE)]
