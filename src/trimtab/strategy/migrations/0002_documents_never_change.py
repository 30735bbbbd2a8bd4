from django.db import migrations

FORWARD = """
    CREATE FUNCTION strategy_revision_moves_forwards() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        states text[] := ARRAY['draft', 'in-review', 'adopted', 'superseded'];
    BEGIN
        IF TG_OP = 'UPDATE' AND NEW.number = OLD.number AND NEW.document = OLD.document AND NEW.at = OLD.at
           AND NEW.because = OLD.because AND NEW.by_id IS NOT DISTINCT FROM OLD.by_id
           AND array_position(states, NEW.state::text) >= array_position(states, OLD.state::text) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a revision never changes; it only moves forwards' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER strategy_revision_moves_forwards BEFORE UPDATE OR DELETE ON strategy_revision
        FOR EACH ROW EXECUTE FUNCTION strategy_revision_moves_forwards();
"""
REVERSE = """
    DROP TRIGGER strategy_revision_moves_forwards ON strategy_revision;
    DROP FUNCTION strategy_revision_moves_forwards();
"""


class Migration(migrations.Migration):
    dependencies = [("strategy", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, REVERSE)]
