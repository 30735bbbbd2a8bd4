"""Who works with you, which data do they need, how is their feedback obtained?"""

from __future__ import annotations

from functools import partial

from trimtab.strategy.domain.catalogue.question import AnswerKind, Area, Question, options

_asks = partial(Question, area=Area.GOVERNANCE)
GDPR = "Regulation (EU) 2016/679"

DECISIONS = (
    _asks(
        "Q-G1",
        asks="Who decides what: content, schedule, data, privacy, money, stopping?",
        why="Two who decide the same decide nothing.",
        kind=AnswerKind.RECORDS,
        records="rights",
        asked_of="strategist",
        source="DACI: one approver",
    ),
    _asks(
        "Q-G2",
        asks="Which data does each role need, for which question?",
        why="Data without a question is a risk without a use.",
        kind=AnswerKind.RECORDS,
        records="grants",
        asked_of="steward",
        source=f"{GDPR}, article 5(1)(b) and (c)",
    ),
    _asks(
        "Q-G3",
        asks="What does it mean when somebody who is to agree to a decision does not answer in time?",
        why="Set before it happens it is a rule; set afterwards it is a quarrel.",
        kind=AnswerKind.CHOICE,
        asked_of="those who decide",
        source="Thaler & Sunstein 2008, on defaults",
        options=options(
            consent="They agree with what was proposed",
            escalate="Their superior is asked",
            hold="It waits until they answer",
        ),
    ),
    _asks(
        "Q-G9",
        asks="Who may stop it, and on what evidence?",
        why="It is easier to agree on a stop before anybody loses face.",
        kind=AnswerKind.TEXT,
        asked_of="sponsor",
        source="Staw 1976, escalation of commitment",
    ),
    _asks(
        "Q-G10",
        asks="How often is it reviewed?",
        why="Faults are found weekly, ideas monthly, the diagnosis quarterly.",
        kind=AnswerKind.CHOICE,
        asked_of="strategist",
        source="Argyris 1977, double-loop learning",
        options=options(
            weekly="Every week",
            monthly="Every month",
            quarterly="Every quarter",
            never="Nothing is planned",
        ),
    ),
    _asks(
        "Q-G11",
        asks="Who already has the trust of IT, HR and operations?",
        why="A relation is borrowed faster than it is built.",
        kind=AnswerKind.TEXT,
        asked_of="strategist",
        source="Burt 2004, structural holes",
    ),
)

LAW = (
    _asks(
        "Q-G4",
        asks="Is there a works council or union, and is there an agreement?",
        why="In some places nothing may start without an agreement.",
        kind=AnswerKind.CHOICE,
        asked_of="human resources",
        source="BetrVG § 87(1) no. 6",
        options=options(
            none="No staff representation",
            present="There is one, no agreement yet",
            agreed="There is one, with an agreement",
        ),
    ),
    _asks(
        "Q-G5",
        asks="What is the lawful basis for keeping data about persons?",
        why="At work consent is rarely free.",
        kind=AnswerKind.CHOICE,
        asked_of="steward",
        source="EDPB Guidelines 05/2020; WP29 Opinion 2/2017",
        options=options(
            contract="The employment contract needs it",
            legal="A law asks for it",
            interest="An interest, weighed and written down",
            agreement="A collective agreement",
            consent="Each person's consent",
        ),
    ),
    _asks(
        "Q-G6",
        asks="May results be used for appraisal, pay or discipline?",
        why="Practice that can cost money is not practice.",
        kind=AnswerKind.CHOICE,
        asked_of="human resources",
        source="Kluger & DeNisi 1996",
        options=options(
            never="Never, and we say so",
            regulated="Only pass or fail where law asks for it",
            agreed="Yes, as agreed in writing",
        ),
    ),
    _asks(
        "Q-G7",
        asks="How many days are answers, searches, messages, documents, sign-ins and statements of a person kept?",
        why="What is not kept cannot leak.",
        kind=AnswerKind.NUMBER,
        asked_of="steward",
        source=f"{GDPR}, article 5(1)(e)",
        unit="days",
    ),
    _asks(
        "Q-G12",
        asks="Who else handles the data, and was the risk assessed?",
        why="A processor's fault is told to your people by you.",
        kind=AnswerKind.SEVERAL,
        asked_of="steward",
        source=f"{GDPR}, articles 28, 35 and 44",
        options=options(
            none="Nobody outside",
            vendor="A vendor runs it for us",
            transfers="Data leave the region",
            assessment_due="An impact assessment is due",
            assessment_done="An impact assessment is done",
        ),
    ),
)

CONTENT = (
    _asks(
        "Q-G8",
        asks="How often is each aid checked by somebody?",
        why="An aid that is out of date is worse than none.",
        kind=AnswerKind.NUMBER,
        asked_of="head of the authors",
        source="ISO 9001:2015, 7.5.3 on documented information",
        unit="days",
    ),
)

QUESTIONS = (*DECISIONS, *LAW, *CONTENT)
