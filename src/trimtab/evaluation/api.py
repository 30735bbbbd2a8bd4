"""The door of the room evaluation: what other rooms may say."""

from trimtab.evaluation.actions.collecting import (
    add_source,
    collect,
    collect_due,
    end_source,
    import_measures,
    import_table,
    read_soon,
    runs,
    source_named,
    sources,
)
from trimtab.evaluation.actions.judging import evaluate
from trimtab.evaluation.actions.matching import (
    correction,
    evidence,
    match_evaluations,
    match_measures,
)
from trimtab.evaluation.actions.publishing import publish_figures
from trimtab.evaluation.domain.notation import Notation
from trimtab.evaluation.domain.rows import (
    By,
    Comparison,
    Line,
    MeasureImport,
    MeasureProblem,
    MeasureRow,
    Point,
    SpreadRow,
    VerdictRow,
)
from trimtab.evaluation.domain.sources import (
    Columns,
    Every,
    RunRow,
    RunState,
    SourceKind,
    SourceRow,
    Table,
    Together,
    Wanted,
    check_columns,
)
from trimtab.evaluation.domain.totals import Above
from trimtab.evaluation.domain.verdicts import Design, Verdict, claim
from trimtab.evaluation.queries.moments import series, spreads
from trimtab.evaluation.queries.tables import PAGE, csv_table, table_of, table_of_records
from trimtab.evaluation.queries.verdicts import held_about, history, longer_than, measures, results

__all__ = [
    "PAGE",
    "Above",
    "By",
    "Columns",
    "Comparison",
    "Design",
    "Every",
    "Line",
    "MeasureImport",
    "MeasureProblem",
    "MeasureRow",
    "Notation",
    "Point",
    "RunRow",
    "RunState",
    "SourceKind",
    "SourceRow",
    "SpreadRow",
    "Table",
    "Together",
    "Verdict",
    "VerdictRow",
    "Wanted",
    "add_source",
    "check_columns",
    "claim",
    "collect",
    "collect_due",
    "correction",
    "csv_table",
    "end_source",
    "evaluate",
    "evidence",
    "held_about",
    "history",
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
