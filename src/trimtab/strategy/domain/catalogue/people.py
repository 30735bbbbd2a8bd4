"""Who is served, who are the stakeholders, how is each engaged?"""

from trimtab.strategy.domain.catalogue.question import AnswerKind, Area, Option, Question, options

TRANSFER = "Reinhold, Gegenfurtner & Lewalter 2018; Hughes et al. 2020 on peer, supervisor and organisational support"


def _asks(
    code: str, asks: str, why: str, kind: AnswerKind, of: str, source: str,
    choices: tuple[Option, ...] = (), records: str = "", unit: str = "",
) -> Question:  # fmt: skip
    return Question(code, Area.PEOPLE, asks, why, kind, of, source, choices, records, unit)


QUESTIONS = (
    _asks("Q-P1", "Which groups are served?", "Desk and shop floor need different things; one plan for all fits nobody.",
          AnswerKind.RECORDS, "operations", "Audience analysis", records="audiences"),
    _asks("Q-P7", "What would make people want this, or fear it?",
          "Fear of being watched or examined ends honest practice.", AnswerKind.SEVERAL, "learners' representatives",
          "Kluger & DeNisi 1996: over a third of feedback interventions hurt",
          options(useful="It helps with the day's work", time="It costs time they do not have",
                  surveillance="They fear being watched", exam="They fear an exam", status="They fear to look foolish",
                  none="Nothing in particular")),
    _asks("Q-P8", "Who are the stakeholders, what do they need, and what can they block?",
          "A plan that a blocker learns of last is a plan that is blocked.", AnswerKind.RECORDS, "strategist",
          "Mendelow 1991", records="stakeholders"),
    _asks("Q-P9", "What do managers do for it?", "What managers do not support is not used at work.",
          AnswerKind.CHOICE, "managers", TRANSFER,
          options(none="Nothing", informed="They know about it", reinforces="They pick it up each week",
                  coaches="They coach with figures")),
    _asks("Q-P10", "How do colleagues help each other?", "Support by peers has the largest effect of its own on transfer.",
          AnswerKind.CHOICE, "managers", TRANSFER,
          options(none="Not organised", buddies="Pairs", teams="Goals of the team", experts="Experts on call")),
    _asks("Q-P11", "Is taking part voluntary?", "What is mandatory needs a record apart from practice; what is voluntary a way out.",
          AnswerKind.CHOICE, "human resources", "Self-determination theory; R-P11",
          options(voluntary="Voluntary", expected="Expected", mandatory="Mandatory", regulated="Required by law")),
    _asks("Q-P12", "Who speaks for the learners when decisions are made?", "Those who are served know what gets in the way.",
          AnswerKind.TEXT, "staff representatives", "Participatory design"),
)  # fmt: skip
