"""Which devices and channels, existing tools or new ones, and how are the policies of IT and HR met?"""

from __future__ import annotations

from functools import partial

from trimtab.strategy.domain.catalogue.question import (
    AnswerKind,
    Area,
    Condition,
    Question,
    options,
)
from trimtab.strategy.domain.circumstances import Device
from trimtab.strategy.domain.document import Strategy

_asks = partial(Question, area=Area.TECHNOLOGY)
_of_audiences = partial(_asks, kind=AnswerKind.RECORDS, records="audiences")
_MANY = 100


def _own_devices(document: Strategy) -> bool:
    return any(one.device is Device.OWN for one in document.audiences)


def _something_in_place(document: Strategy) -> bool:
    answer = document.answers.get("Q-T5")
    return answer is None or answer.value not in (("none",), "none")


def _many(document: Strategy) -> bool:
    return not document.audiences or sum(one.headcount for one in document.audiences) >= _MANY


DEVICES = (
    _of_audiences(
        "Q-T1",
        field="device",
        asks="What does each group hold in its hands, and whose is it?",
        why="What belongs to the organisation may be used and managed; what belongs to a person needs their yes.",
        asked_of="IT",
        source="WP29 Opinion 2/2017 on data processing at work",
        options=options(
            provided="The organisation gave each person one",
            shared="Several people use one in turn",
            own="It is the person's own, bought by themselves",
            none="Nothing with a screen",
        ),
    ),
    _of_audiences(
        "Q-T2",
        field="at_hand",
        asks="What is at hand at the moment of work?",
        why="Help that needs a screen is no help when both hands are full.",
        asked_of="those who do the task",
        source="Gery 1991, Electronic Performance Support Systems",
        options=options(
            computer="The work itself is done on a computer",
            mobile="A phone or tablet within reach",
            both="Either, as it comes",
            hands_busy="Nothing; both hands and eyes are taken",
        ),
    ),
    _of_audiences(
        "Q-T3",
        field="connectivity",
        asks="How is each group connected while it works?",
        why="An answer that is lost in a dead spot costs the next ten.",
        asked_of="IT",
        source="Feyerke 2013, Designing Offline-First Web Apps",
        options=options(
            always="Wherever they work",
            intermittent="With gaps during the day",
            offline="Not for whole shifts",
            metered="Every megabyte is paid for",
        ),
    ),
)

TOOLS = (
    _asks(
        "Q-T4",
        asks="Which channels do people read every day already?",
        why="A channel that is read is worth ten that are announced.",
        kind=AnswerKind.SEVERAL,
        asked_of="communication",
        source="Prosci, Best Practices in Change Management: preferred channels",
        options=options(
            in_app="A page or app they open for work",
            email="A mailbox they look into daily",
            chat="Team chat such as Teams or Slack",
            sms="Short messages to a phone",
            messenger="A private messenger such as WhatsApp",
            intranet="The organisation's own pages",
            till="The till or terminal they stand at",
            qr="Codes where the work is done",
            print="Paper at the board or the clock",
            huddle="The talk at the start of a shift",
        ),
    ),
    _asks(
        "Q-T5",
        asks="Which systems are in place already?",
        why="What exists is extended before something new is added.",
        kind=AnswerKind.SEVERAL,
        asked_of="IT",
        source="ADL, xAPI and the Total Learning Architecture",
        options=options(
            lms="Courses and completions are kept there",
            hris="Who works where is kept there",
            sso="One sign-on for everything",
            knowledge_base="Articles that people search",
            ticketing="A help desk with tickets",
            erp="Orders, stock or customers",
            lrs="Learning records in xAPI",
            dap="Guidance laid over other software",
            none="Nothing of this kind",
        ),
    ),
    _asks(
        "Q-T6",
        asks="Is an existing platform extended, or a new one added?",
        why="Every new place to look is one more reason not to.",
        kind=AnswerKind.CHOICE,
        asked_of="IT",
        source="Davis 1989, technology acceptance: ease of use",
        options=options(
            extend="It lives in what people use today",
            new="People get one more place to open",
            layer="One entry, with the old systems behind it",
        ),
        only_if=Condition(
            ("Q-T5",), _something_in_place, "Nothing is in place that could be extended."
        ),
    ),
    _asks(
        "Q-T7",
        asks="How do people sign in?",
        why="Ten seconds of signing in eat a three-minute session.",
        kind=AnswerKind.CHOICE,
        asked_of="IT",
        source="NIST SP 800-63B, Digital Identity Guidelines",
        options=options(
            sso="With the sign-on they use for everything",
            badge="With a badge or a short code",
            link="With a link that comes by mail",
            password="With a password of its own",  # noqa: S106
            anonymous="Not at all; nobody is known by name",
        ),
    ),
    _asks(
        "Q-T8",
        asks="What does IT ask of people's own devices?",
        why="Being managed on one's own phone ends goodwill.",
        kind=AnswerKind.CHOICE,
        asked_of="IT",
        source="NIST SP 800-124 Rev. 2, managing mobile devices",
        options=options(
            managed="IT may see and wipe the whole device",
            containers="Work is kept apart in a container",
            none="IT asks for nothing",
            not_used="Own devices are not used",
        ),
        only_if=Condition(("Q-T1",), _own_devices, "Nobody is asked to use a device of their own."),
    ),
    _asks(
        "Q-T9",
        asks="Where may data be kept, and what must be proved about it?",
        why="A place that security refuses is found out on the last day.",
        kind=AnswerKind.SEVERAL,
        asked_of="IT",
        source="ISO/IEC 27001:2022; Regulation (EU) 2016/679, article 32 and chapter V",
        options=options(
            on_premises="On machines of the organisation",
            region="Within a named country or region",
            air_gapped="Without any connection outwards",
            certified="Only with a certificate",
            any="Anywhere that contract and law allow",
        ),
    ),
    _asks(
        "Q-T10",
        asks="Which ways in and out do other systems need?",
        why="Evidence that cannot leave is evidence that somebody else owns.",
        kind=AnswerKind.SEVERAL,
        asked_of="IT",
        source="IEEE 9274.1.1-2023 (xAPI); 1EdTech LTI 1.3; RFC 7644 (SCIM)",
        options=options(
            xapi="Learning events, one by one",
            cmi5="Courses that report by xAPI",
            scorm="Older courses in a package",
            lti="Starting from a course platform",
            scim="People and units from the directory",
            webhooks="A call when something happens",
            csv="Tables in a file",
            none="None for now",
        ),
        only_if=Condition(
            ("Q-T5",), _something_in_place, "No other system is in place that would ask for it."
        ),
    ),
    _asks(
        "Q-T11",
        asks="Have IT and HR approved notices, own devices, retention and help by machines, and by when will they?",
        why="A channel without approval is switched off in the second week.",
        kind=AnswerKind.CHOICE,
        asked_of="IT and HR",
        source="ISO/IEC 38500:2024, governance of IT",
        options=options(
            approved="All of it, in writing",
            pending="Asked, and not yet answered",
            not_asked="Nobody asked them yet",
        ),
    ),
    _asks(
        "Q-T12",
        asks="What is help by machines used for?",
        why="Scoring people by machine falls under strict law.",
        kind=AnswerKind.CHOICE,
        asked_of="steward",
        source="Regulation (EU) 2024/1689, annex III",
        options=options(
            none="Not used",
            authoring="It drafts, and a person checks every word",
            answers="It answers from aids that were checked",
            scoring="It judges what people can do",
        ),
    ),
    _asks(
        "Q-T13",
        asks="How many people begin within the same ten minutes?",
        why="Whoever waits at the start of a shift does not come back.",
        kind=AnswerKind.NUMBER,
        asked_of="operations",
        source="Beyer et al. 2016, Site Reliability Engineering",
        unit="people at once",
        only_if=Condition(("Q-P1",), _many, "So few people are no burden, even all at once."),
    ),
)

QUESTIONS = DEVICES + TOOLS
