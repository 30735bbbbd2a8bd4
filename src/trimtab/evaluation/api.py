"""The door of the room evaluation: what other rooms may say."""

from trimtab.evaluation.actions.collecting import (
    add_source,
    collect,
    collect_due,
    end_source,
    read_soon,
)
from trimtab.evaluation.actions.importing import import_measures, import_table
from trimtab.evaluation.actions.judging import evaluate
from trimtab.evaluation.actions.matching import match_evaluations, match_measures
from trimtab.evaluation.actions.publishing import publish_figures
from trimtab.evaluation.domain.notation import Notation
from trimtab.evaluation.domain.proposing import correction, evidence
from trimtab.evaluation.domain.rows import Comparison, MeasureImport, MeasureRow, VerdictRow
from trimtab.evaluation.domain.series import By, SeriesLine
from trimtab.evaluation.domain.sources import (
    Columns,
    ReadEvery,
    RunState,
    SourceKind,
    SourceRunRow,
    SourceTable,
    Together,
    Wanted,
    check_columns,
)
from trimtab.evaluation.domain.totals import Above
from trimtab.evaluation.domain.verdicts import Verdict
from trimtab.evaluation.queries.measures import held_about, measures
from trimtab.evaluation.queries.moments import series, spreads
from trimtab.evaluation.queries.sources import runs, source_named, sources
from trimtab.evaluation.queries.tables import PAGE, table_of, table_of_records
from trimtab.evaluation.queries.verdicts import longer_than, results

__all__ = [
    "PAGE",
    "Above",
    "By",
    "Columns",
    "Comparison",
    "MeasureImport",
    "MeasureRow",
    "Notation",
    "ReadEvery",
    "RunState",
    "SeriesLine",
    "SourceKind",
    "SourceRunRow",
    "SourceTable",
    "Together",
    "Verdict",
    "VerdictRow",
    "Wanted",
    "add_source",
    "check_columns",
    "collect",
    "collect_due",
    "correction",
    "end_source",
    "evaluate",
    "evidence",
    "held_about",
    "import_measures",
    "import_table",
    "longer_than",
    "match_evaluations",
    "match_measures",
    "measures",
    "publish_figures",
    "read_soon",
    "results",
    "runs",
    "series",
    "source_named",
    "sources",
    "spreads",
    "table_of",
    "table_of_records",
]
