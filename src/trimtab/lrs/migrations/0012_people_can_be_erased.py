from django.db import migrations

# Erasing a person changes who is named and what they wrote, in a transaction that says so; never an id, a time, a verb.
FORWARD = """
    CREATE OR REPLACE FUNCTION lrs_statement_is_only_voided() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        erased text[] := '{raw,actor_key,object_id,related}';
    BEGIN
        IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'voided') = (to_jsonb(OLD) - 'voided') AND NEW.voided THEN
            RETURN NEW;
        END IF;
        IF TG_OP = 'UPDATE' AND current_setting('trimtab.erasing', true) = 'on'
            AND (to_jsonb(NEW) - erased) = (to_jsonb(OLD) - erased) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a statement is never changed, only voided' USING ERRCODE = 'restrict_violation';
    END $$;
"""
REVERSE = """
    CREATE OR REPLACE FUNCTION lrs_statement_is_only_voided() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'voided') = (to_jsonb(OLD) - 'voided') AND NEW.voided THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a statement is never changed, only voided' USING ERRCODE = 'restrict_violation';
    END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("lrs", "0011_statements_are_sent_on")]
    operations = [migrations.RunSQL(FORWARD, REVERSE)]
