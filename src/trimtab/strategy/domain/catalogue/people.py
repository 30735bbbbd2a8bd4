"""Who is served, who are the stakeholders, how is each engaged?"""

from __future__ import annotations

from functools import partial

from trimtab.kernel.said import say
from trimtab.strategy.domain.catalogue.question import AnswerKind, Area, Question, options

MENDELOW = "Mendelow 1991, the power-interest grid"
TRANSFER = "Hughes et al. 2020, Human Factors: support by peers, supervisors and organisation"
_asks = partial(Question, area=Area.PEOPLE)
_of_audiences = partial(_asks, kind=AnswerKind.RECORDS, records="audiences")

AUDIENCES = (
    _of_audiences(
        "Q-P1",
        asks=say(
            "Which groups are served, how many people are in each, and how many leave in a year?"
        ),
        why=say("Desk and shop floor need different things; one plan for all fits nobody."),
        asked_of=say("human resources"),
        source="Gagné, Wager, Golas & Keller 2005, Principles of Instructional Design: analysing "
        "learners",
    ),
    _of_audiences(
        "Q-P2",
        field="setting",
        asks=say("Where does each group work?"),
        why=say("What helps at a desk cannot be used while standing, driving or at a bedside."),
        asked_of=say("operations"),
        source="Tessmer & Richey 1997: the role of context in learning and instructional design",
        options=options(
            desk=say("Seated, with a computer of their own"),
            mobile=say("Moving between places, with time between them"),
            frontline=say("Standing, with customers or machines, hands often full"),
            driving=say("At the wheel for most of the day"),
            clinical=say("At the bedside, where an error can harm"),
            field=say("Outdoors or on site, often without a signal"),
            home=say("At home, alone, with a computer"),
        ),
    ),
    _of_audiences(
        "Q-P3",
        field="pay",
        asks=say("How is each group paid?"),
        why=say(
            "For those paid by the hour every minute of practice is work, whoever pressed the "
            "button."
        ),
        asked_of=say("human resources"),
        source="29 CFR 785.11-13: work suffered or permitted",
        options=options(
            hourly=say("Every minute counts and must be paid"),
            salaried=say("A monthly sum, whatever the hours"),
            contractor=say("By contract; their own time is theirs"),
            volunteer=say("Unpaid; time is a gift"),
        ),
    ),
    _of_audiences(
        "Q-P4",
        field="languages",
        also=("reading", "needs"),
        asks=say(
            "Which languages does each group read, how well, and what does somebody need to take "
            "part?"
        ),
        why=say("What cannot be read, seen or heard is not learnt, and looks like a lack of will."),
        asked_of=say("human resources"),
        source="WCAG 2.2; ISO 24495-1:2023, Plain language",
    ),
    _of_audiences(
        "Q-P5",
        field="expertise",
        asks=say("What does each group know already?"),
        why=say("What helps a beginner slows an expert down."),
        asked_of=say("managers"),
        source="Kalyuga 2007, expertise reversal",
        options=options(
            novice=say("Most are new to the task"),
            mixed=say("New and old hands side by side"),
            expert=say("Most have done it for years"),
        ),
    ),
    _of_audiences(
        "Q-P6",
        field="moments",
        asks=say("At which moments does each group really need help?"),
        why=say("The first two call for learning, the last three for help while working."),
        asked_of=say("those who do the task"),
        source="Gottfredson & Mosher 2011, Innovative Performance Support",
        options=options(
            new=say("They learn it for the first time"),
            more=say("They widen what they can do"),
            apply=say("They do it and must remember or decide"),
            solve=say("Something went wrong"),
            change=say("It is done in another way from now on"),
        ),
    ),
)

EVERYBODY = (
    _asks(
        "Q-P7",
        asks=say("What would make people want this, or fear it?"),
        why=say("Fear of being watched or examined ends honest practice."),
        kind=AnswerKind.SEVERAL,
        asked_of=say("learners' representatives"),
        source="Kluger & DeNisi 1996: over a third of feedback interventions hurt",
        options=options(
            useful=say("It helps with the day's work"),
            time=say("It takes time they do not have"),
            surveillance=say("Somebody will watch what they do"),
            exam=say("It feels like an exam that can be failed"),
            status=say("They may look foolish before others"),
            none=say("They neither want nor fear it"),
        ),
    ),
    _asks(
        "Q-P8",
        asks=say("Who are the stakeholders, what do they need, and what can they block?"),
        why=say("A plan that a blocker learns of last is a plan that is blocked."),
        kind=AnswerKind.RECORDS,
        asked_of=say("strategist"),
        source=MENDELOW,
        records="stakeholders",
    ),
    _asks(
        "Q-P9",
        asks=say("What do managers do for it?"),
        why=say("What managers do not support is not used at work."),
        kind=AnswerKind.CHOICE,
        asked_of=say("managers"),
        source=TRANSFER,
        options=options(
            none=say("Nothing"),
            informed=say("They know that it is there"),
            reinforces=say("They pick it up each week"),
            coaches=say("They coach, with figures of their team"),
        ),
    ),
    _asks(
        "Q-P10",
        asks=say("How do colleagues help each other already?"),
        why=say(
            "Of all support, that of colleagues has the largest effect of its own on what is "
            "used at work."
        ),
        kind=AnswerKind.CHOICE,
        asked_of=say("managers"),
        source=TRANSFER,
        options=options(
            none=say("By chance, if at all"),
            buddies=say("A named colleague for each newcomer"),
            teams=say("A team works towards a goal together"),
            communities=say("People of one trade meet and share"),
            experts=say("Somebody can be called who knows"),
        ),
    ),
    _asks(
        "Q-P11",
        asks=say("Must people take part?"),
        why=say(
            "What is mandatory needs a record apart from practice; what is voluntary needs a way "
            "out."
        ),
        kind=AnswerKind.CHOICE,
        asked_of=say("human resources"),
        source="Deci & Ryan 2000, self-determination theory",
        options=options(
            voluntary=say("No: nobody is asked why they stay away"),
            expected=say("It is the custom; nobody is reported"),
            mandatory=say("Yes: the organisation demands it"),
            regulated=say("Yes: a law or an authority demands it"),
        ),
    ),
    _asks(
        "Q-P12",
        asks=say("Who speaks for the learners when decisions are made?"),
        why=say("Those who are served know what gets in the way."),
        kind=AnswerKind.TEXT,
        asked_of=say("staff representatives"),
        source="Simonsen & Robertson 2012, Routledge International Handbook of Participatory "
        "Design",
    ),
)

QUESTIONS = AUDIENCES + EVERYBODY
