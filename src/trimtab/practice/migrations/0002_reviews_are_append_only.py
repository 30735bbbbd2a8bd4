from django.db import migrations

FORWARD = """
    CREATE FUNCTION practice_review_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND NEW.response IS NULL
           AND (to_jsonb(NEW) - 'response') = (to_jsonb(OLD) - 'response') THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'practice_review is append-only; only the response is ever erased'
            USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER practice_review_is_append_only BEFORE UPDATE OR DELETE ON practice_review
        FOR EACH ROW EXECUTE FUNCTION practice_review_is_append_only();
"""
REVERSE = """
    DROP TRIGGER practice_review_is_append_only ON practice_review;
    DROP FUNCTION practice_review_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("practice", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, REVERSE)]
