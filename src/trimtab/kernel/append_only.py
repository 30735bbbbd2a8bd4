"""SQL that makes the database itself refuse to change what is append-only. Used by migrations."""

from __future__ import annotations


def append_only(table: str) -> tuple[str, str]:
    """SQL (forward, reverse) that refuses UPDATE, DELETE and TRUNCATE on `table`.

    The error names the table. Tests that empty tables drop whole databases or run in transactions.
    """
    name = f"{table}_is_append_only"
    forward = f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'restrict_violation'; END $$;
        CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {name}();
        CREATE TRIGGER {name}_whole BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {name}();
    """
    reverse = f"""
        DROP TRIGGER {name}_whole ON {table};
        DROP TRIGGER {name} ON {table};
        DROP FUNCTION {name}();
    """
    return forward, reverse
