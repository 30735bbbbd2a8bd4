"""Who works with you, which data do they need, how is their feedback obtained?"""

from trimtab.strategy.domain.catalogue.question import AnswerKind, Area, Option, Question, options


def _asks(
    code: str, asks: str, why: str, kind: AnswerKind, of: str, source: str,
    choices: tuple[Option, ...] = (), records: str = "", unit: str = "",
) -> Question:  # fmt: skip
    return Question(code, Area.GOVERNANCE, asks, why, kind, of, source, choices, records, unit)


QUESTIONS = (
    _asks("Q-G1", "Who decides what: content, schedule, data, privacy, money, stopping?",
          "Two who decide the same decide nothing.", AnswerKind.RECORDS, "strategist", "DACI: one approver", records="rights"),
    _asks("Q-G2", "Which data does each role need, for which question?", "Data without a question is a risk without a use.",
          AnswerKind.RECORDS, "steward", "Regulation (EU) 2016/679, article 5(1)(b) and (c)", records="grants"),
    _asks("Q-G4", "Where is it used, and is there a works council or union?", "In some places nothing may start without an agreement.",
          AnswerKind.CHOICE, "human resources", "BetrVG § 87(1) no. 6",
          options(none="No staff representation", present="There is one, no agreement yet", agreed="There is one, with an agreement")),
    _asks("Q-G5", "What is the lawful basis?", "At work consent is rarely free.", AnswerKind.CHOICE, "steward",
          "EDPB Guidelines 05/2020; WP29 Opinion 2/2017",
          options(contract="Contract", legal="Legal duty", interest="Legitimate interest, assessed",
                  agreement="Collective agreement", consent="Consent")),
    _asks("Q-G6", "May results be used for appraisal, pay or discipline?", "Practice that can cost money is not practice.",
          AnswerKind.CHOICE, "human resources", "R-G3",
          options(never="Never", regulated="Only pass or fail where law asks for it", agreed="Yes, as agreed")),
    _asks("Q-G7", "How many days are answers kept that can be tied to a person?", "What is not kept cannot leak.",
          AnswerKind.NUMBER, "steward", "R-G8", unit="days"),
    _asks("Q-G8", "How often is each aid checked by somebody?", "An aid that is out of date is worse than none.",
          AnswerKind.NUMBER, "head of the authors", "R-G9", unit="days"),
    _asks("Q-G9", "Who may stop it, and on what evidence?", "It is easier to agree on a stop before anybody loses face.",
          AnswerKind.TEXT, "sponsor", "R-E11"),
    _asks("Q-G10", "How often is it reviewed?", "Faults are found weekly, ideas monthly, the diagnosis quarterly.",
          AnswerKind.CHOICE, "strategist", "R-G13",
          options(weekly="Weekly", monthly="Monthly", quarterly="Quarterly", never="Not planned")),
    _asks("Q-G11", "Who already has the trust of IT, HR and operations?", "A relation is borrowed faster than it is built.",
          AnswerKind.TEXT, "strategist", "R-G12"),
)  # fmt: skip
