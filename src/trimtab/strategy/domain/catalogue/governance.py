"""Who works with you, which data do they need, how is their feedback obtained?"""

from __future__ import annotations

from functools import partial

from trimtab.kernel.said import say
from trimtab.strategy.domain.catalogue.question import AnswerKind, Area, Question, options

_asks = partial(Question, area=Area.GOVERNANCE)
GDPR = "Regulation (EU) 2016/679"

DECISIONS = (
    _asks(
        "Q-G1",
        asks=say("Who decides what: content, schedule, data, privacy, money, stopping?"),
        why=say("Two who decide the same decide nothing."),
        kind=AnswerKind.RECORDS,
        records="rights",
        asked_of=say("strategist"),
        source="DACI: one approver",
    ),
    _asks(
        "Q-G2",
        asks=say("Which data does each role need, for which question?"),
        why=say("Data without a question is a risk without a use."),
        kind=AnswerKind.RECORDS,
        records="grants",
        asked_of=say("steward"),
        source=f"{GDPR}, article 5(1)(b) and (c)",
    ),
    _asks(
        "Q-G3",
        asks=say(
            "What does it mean when somebody who is to agree to a decision does not answer in time?"
        ),
        why=say("Set before it happens it is a rule; set afterwards it is a quarrel."),
        kind=AnswerKind.CHOICE,
        asked_of=say("those who decide"),
        source="Thaler & Sunstein 2008, on defaults",
        options=options(
            consent=say("They agree with what was proposed"),
            escalate=say("Their superior is asked"),
            hold=say("It waits until they answer"),
        ),
    ),
    _asks(
        "Q-G9",
        asks=say("Who may stop it, and on what evidence?"),
        why=say("It is easier to agree on a stop before anybody loses face."),
        kind=AnswerKind.TEXT,
        asked_of=say("sponsor"),
        source="Staw 1976, escalation of commitment",
    ),
    _asks(
        "Q-G10",
        asks=say("How often is it reviewed?"),
        why=say("Faults are found weekly, ideas monthly, the diagnosis quarterly."),
        kind=AnswerKind.CHOICE,
        asked_of=say("strategist"),
        source="Argyris 1977, double-loop learning",
        options=options(
            weekly=say("Every week"),
            monthly=say("Every month"),
            quarterly=say("Every quarter"),
            never=say("Nothing is planned"),
        ),
    ),
    _asks(
        "Q-G11",
        asks=say("Who already has the trust of IT, HR and operations?"),
        why=say("A relation is borrowed faster than it is built."),
        kind=AnswerKind.TEXT,
        asked_of=say("strategist"),
        source="Burt 2004, structural holes",
    ),
)

LAW = (
    _asks(
        "Q-G4",
        asks=say("Is there a works council or union, and is there an agreement?"),
        why=say("In some places nothing may start without an agreement."),
        kind=AnswerKind.CHOICE,
        asked_of=say("human resources"),
        source="BetrVG § 87(1) no. 6",
        options=options(
            none=say("No staff representation"),
            present=say("There is one, no agreement yet"),
            agreed=say("There is one, with an agreement"),
        ),
    ),
    _asks(
        "Q-G5",
        asks=say("What is the lawful basis for keeping data about persons?"),
        why=say("At work consent is rarely free."),
        kind=AnswerKind.CHOICE,
        asked_of=say("steward"),
        source="EDPB Guidelines 05/2020; WP29 Opinion 2/2017",
        options=options(
            contract=say("The employment contract needs it"),
            legal=say("A law asks for it"),
            interest=say("An interest, weighed and written down"),
            agreement=say("A collective agreement"),
            consent=say("Each person's consent"),
        ),
    ),
    _asks(
        "Q-G6",
        asks=say("May results be used for appraisal, pay or discipline?"),
        why=say("Practice that can cost money is not practice."),
        kind=AnswerKind.CHOICE,
        asked_of=say("human resources"),
        source="Kluger & DeNisi 1996",
        options=options(
            never=say("Never, and we say so"),
            regulated=say("Only pass or fail where law asks for it"),
            agreed=say("Yes, as agreed in writing"),
        ),
    ),
    _asks(
        "Q-G7",
        asks=say(
            "How many days are answers, searches, messages, documents, sign-ins and statements "
            "of a person kept?"
        ),
        why=say("What is not kept cannot leak."),
        kind=AnswerKind.NUMBER,
        asked_of=say("steward"),
        source=f"{GDPR}, article 5(1)(e)",
        unit=say("days"),
    ),
    _asks(
        "Q-G12",
        asks=say("Who else handles the data, and was the risk assessed?"),
        why=say("A processor's fault is told to your people by you."),
        kind=AnswerKind.SEVERAL,
        asked_of=say("steward"),
        source=f"{GDPR}, articles 28, 35 and 44",
        options=options(
            none=say("Nobody outside"),
            vendor=say("A vendor runs it for us"),
            transfers=say("Data leave the region"),
            assessment_due=say("An impact assessment is due"),
            assessment_done=say("An impact assessment is done"),
        ),
    ),
)

CONTENT = (
    _asks(
        "Q-G8",
        asks=say("How often is each aid checked by somebody?"),
        why=say("An aid that is out of date is worse than none."),
        kind=AnswerKind.NUMBER,
        asked_of=say("head of the authors"),
        source="ISO 9001:2015, 7.5.3 on documented information",
        unit=say("days"),
    ),
)

QUESTIONS = (*DECISIONS, *LAW, *CONTENT)
