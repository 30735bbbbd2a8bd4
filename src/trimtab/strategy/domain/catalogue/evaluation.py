"""Which questions must be answered, which data can and will be collected, how is it analysed?"""

from trimtab.strategy.domain.catalogue.question import AnswerKind, Area, Option, Question, options

LTEM = "Thalheimer 2018, Learning-Transfer Evaluation Model"


def _asks(
    code: str, asks: str, why: str, kind: AnswerKind, of: str, source: str,
    choices: tuple[Option, ...] = (), records: str = "", unit: str = "",
) -> Question:  # fmt: skip
    return Question(code, Area.EVALUATION, asks, why, kind, of, source, choices, records, unit)


QUESTIONS = (
    _asks("Q-E1", "Which decision will be taken, by whom, on which question?", "A figure that changes no decision is not worth its minute.",
          AnswerKind.RECORDS, "those who decide", "Decision-focused evaluation", records="questions"),
    _asks("Q-E2", "How far up must the evidence reach?", "Attendance proves nothing about work.", AnswerKind.NUMBER, "sponsor", LTEM,
          unit="LTEM tier, 1 to 8"),
    _asks("Q-E5", "Which comparison is possible?", "The comparison bounds what may be claimed, whatever the figures say.",
          AnswerKind.CHOICE, "analyst", "Shadish, Cook & Campbell 2002",
          options(randomised="By lot among persons", clusters="By lot among sites", waves="Waves in random order",
                  before_after="Before and after", cases="Single cases")),
    _asks("Q-E6", "What is the smallest effect that would change the decision?", "It says how many people and weeks are needed.",
          AnswerKind.TEXT, "those who decide", "Cohen 1988"),
    _asks("Q-E8", "After how many days must it still be remembered?", "Right after practice everybody looks good.",
          AnswerKind.NUMBER, "operations", LTEM, unit="days"),
    _asks("Q-E9", "Which harms are watched?", "What helps one figure may hurt another.", AnswerKind.SEVERAL, "staff representatives",
          "R-E9", options(time="Time used", overtime="Overtime", errors="Errors elsewhere", stress="Stress",
                          fairness="Differences between groups", none="None")),
    _asks("Q-E10", "Who named the analysis in advance, and who checks it?", "Who chooses the analysis after the figures chooses the result.",
          AnswerKind.TEXT, "analyst", "Preregistration"),
    _asks("Q-E12", "Will somebody ask for the return in money?", "Then finance values the benefit, not we.", AnswerKind.CHOICE, "sponsor",
          "Phillips; R-E10", options(no="No", yes_finance="Yes, valued by finance", yes_nobody="Yes, and nobody values it yet")),
)  # fmt: skip
