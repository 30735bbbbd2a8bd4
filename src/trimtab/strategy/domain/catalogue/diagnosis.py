"""What is going on here?"""

from trimtab.strategy.domain.catalogue.question import AnswerKind, Area, Question

RUMELT = "Rumelt 2011, Good Strategy/Bad Strategy"


def _asks(
    code: str, asks: str, why: str, kind: AnswerKind, of: str, source: str = RUMELT, records: str = "", unit: str = ""
) -> Question:
    return Question(code, Area.DIAGNOSIS, asks, why, kind, of, source, records=records, unit=unit)


QUESTIONS = (
    _asks("Q-D1", "Which result of work is not what it should be?",
          "Without a problem in the words of the work, everything after it is decoration.",
          AnswerKind.RECORDS, "operations", records="challenges"),
    _asks("Q-D2", "Which figure shows it, what is it today, and what should it be?",
          "No baseline, no claim: what was not measured before cannot be said to have changed.",
          AnswerKind.RECORDS, "the owner of the figure", records="measures"),
    _asks("Q-D6", "What has been tried, and what came of it?",
          "What failed once usually fails again for the same reason.", AnswerKind.TEXT, "managers"),
    _asks("Q-D7", "What is the crux: the one obstacle that makes the rest easier once it is gone?",
          "Strategy is focus. One obstacle overcome is worth five goals wished for.", AnswerKind.TEXT, "strategist"),
    _asks("Q-D8", "What will we deliberately not do?",
          "A choice that excludes nothing is no choice.", AnswerKind.TEXT, "strategist"),
    _asks("Q-D9", "How many minutes a week will the business really release for each person?",
          "The promise that everything else must fit into.", AnswerKind.NUMBER, "operations",
          "Time budget of the action plan", unit="minutes per person and week"),
    _asks("Q-D10", "How many hours a month can authors and checkers give?",
          "Content that nobody keeps fresh does harm.", AnswerKind.NUMBER, "head of the authors",
          "Freshness load: items and aids over their review interval", unit="hours a month"),
)  # fmt: skip
