"""The ledger is append only: the database itself refuses to change or delete a line."""

from django.db import migrations

TABLE = "payments_ledgerline"
SQLITE = [
    f"""CREATE TRIGGER the_ledger_refuses_{verb.lower()} BEFORE {verb} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, 'the ledger is append only'); END"""
    for verb in ("UPDATE", "DELETE")
]
POSTGRES = [
    """CREATE FUNCTION the_ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the ledger is append only'; END $$""",
    f"""CREATE TRIGGER the_ledger_refuses BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION the_ledger_refuses()""",
]


def lock(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def unlock(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER the_ledger_refuses_update")
        schema_editor.execute("DROP TRIGGER the_ledger_refuses_delete")
    else:
        schema_editor.execute(f"DROP TRIGGER the_ledger_refuses ON {TABLE}")
        schema_editor.execute("DROP FUNCTION the_ledger_refuses()")


class Migration(migrations.Migration):

    dependencies = [("payments", "0001_initial")]

    operations = [migrations.RunPython(lock, unlock)]
