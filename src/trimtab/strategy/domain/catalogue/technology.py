"""Which devices and channels, existing tools or new ones, and how are the policies of IT and HR met?"""

from trimtab.strategy.domain.catalogue.question import AnswerKind, Area, Option, Question, options


def _asks(
    code: str, asks: str, why: str, kind: AnswerKind, of: str, source: str,
    choices: tuple[Option, ...] = (), unit: str = "",
) -> Question:  # fmt: skip
    return Question(code, Area.TECHNOLOGY, asks, why, kind, of, source, choices, "", unit)


QUESTIONS = (
    _asks("Q-T4", "Which channels do people read every day already?", "A channel that is read is worth ten that are announced.",
          AnswerKind.SEVERAL, "communication", "R-T8",
          options(in_app="A page or app of work", email="E-mail", chat="Team chat", sms="SMS", intranet="Intranet",
                  till="Till or terminal", qr="Codes at the workplace", print="Paper", huddle="Talk at the start of a shift")),
    _asks("Q-T5", "Which systems are in place?", "What exists is extended before something new is added.",
          AnswerKind.SEVERAL, "IT", "R-T9 to R-T11",
          options(lms="Learning management", hris="Personnel", sso="Sign-on", knowledge_base="Knowledge base",
                  ticketing="Help desk", lrs="Record store", none="None of these")),
    _asks("Q-T6", "Is an existing platform extended, or a new one added?", "Every new place to look is one more reason not to.",
          AnswerKind.CHOICE, "IT", "R-T9",
          options(extend="Extend what exists", new="Add a platform", layer="A thin layer over both")),
    _asks("Q-T7", "How do people sign in?", "Ten seconds of signing in eat a three-minute session.",
          AnswerKind.CHOICE, "IT", "R-T4",
          options(sso="With the organisation's sign-on", badge="With badge or code", link="With a link by mail",
                  password="With a password", anonymous="Not at all")),  # noqa: S106
    _asks("Q-T8", "What does IT ask of people's own devices?", "An obligation to be managed on one's own phone ends goodwill.",
          AnswerKind.CHOICE, "IT", "R-T2",
          options(managed="They are managed", containers="A managed container", none="Nothing", not_used="Own devices are not used")),
    _asks("Q-T11", "Have IT and HR approved notices, own devices, retention and help by machines?",
          "A channel without approval is a channel that is switched off in week two.", AnswerKind.CHOICE, "IT and HR", "R-T15",
          options(approved="Approved in writing", pending="Asked, not yet answered", not_asked="Not asked")),
    _asks("Q-T12", "What is help by machines used for?", "Scoring people by machine falls under strict law.",
          AnswerKind.CHOICE, "steward", "Regulation (EU) 2024/1689, annex III",
          options(none="Not used", authoring="Drafts that a person checks", answers="Answers from verified aids", scoring="Scoring people")),
)  # fmt: skip
