"""It is a change of the organisation: what is said, by whom, through which channels?"""

from trimtab.strategy.domain.catalogue.question import AnswerKind, Area, Option, Question, options


def _asks(
    code: str, asks: str, why: str, kind: AnswerKind, of: str, source: str,
    choices: tuple[Option, ...] = (), unit: str = "",
) -> Question:  # fmt: skip
    return Question(code, Area.COMMUNICATION, asks, why, kind, of, source, choices, "", unit)


_SENDERS = options(executive="A member of the board", business_head="The head of the business", manager="The direct manager",
                   hr="Human resources", learning="Learning and development", peer="Colleagues")  # fmt: skip
QUESTIONS = (
    _asks("Q-C2", "What do people remember of earlier changes?", "Who was burned once wants to see a result before a promise.",
          AnswerKind.CHOICE, "managers", "R-C3",
          options(trusted="They went well", tired="There were many", burned="They did harm")),
    _asks("Q-C3", "Who sponsors it, actively and visibly?", "Visible sponsorship is what change practitioners name first.",
          AnswerKind.CHOICE, "strategist", "Prosci, Best Practices in Change Management",
          options(active="A leader who shows it", promised="A leader who promised", none="Nobody yet")),
    _asks("Q-C4", "Whom do people believe when they ask why?", "The sender decides whether the reason is heard.",
          AnswerKind.CHOICE, "a sample of learners", "R-C2", _SENDERS),
    _asks("Q-C5", "What is the reason in one sentence that a sceptical worker accepts?",
          "If it cannot be said in a sentence it is not yet understood.", AnswerKind.TEXT, "strategist", "ADKAR: awareness"),
    _asks("Q-C7", "Where do people get help by a person?", "Silence after a question is the end of a pilot.",
          AnswerKind.TEXT, "head of the help desk", "R-C8"),
    _asks("Q-C8", "How is it rolled out?", "Waves can be compared; a big bang cannot.", AnswerKind.CHOICE, "operations", "R-C10",
          options(big_bang="All at once", waves="In waves", pilot="A pilot, then waves", comparison="With a comparison by lot")),
    _asks("Q-C9", "What recognition is there?", "Public ranks make people rush, and some stop.",
          AnswerKind.CHOICE, "human resources", "R-C7",
          options(none="None", private="Private progress", team="Goals of the team", public="Public ranks of persons", prizes="Prizes")),
    _asks("Q-C10", "How many messages of other campaigns reach a person each week?",
          "Attention is one budget, however many spend it.", AnswerKind.NUMBER, "communication", "R-C5",
          unit="messages per person and week"),
    _asks("Q-C11", "How do we say which data we collect and which we never will?", "What is not said is imagined.",
          AnswerKind.TEXT, "steward", "R-P10"),
)  # fmt: skip
