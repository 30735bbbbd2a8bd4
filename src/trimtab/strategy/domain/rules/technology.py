"""From channels, systems in place, machines that help, and the policies of IT and HR."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.kernel.said import figure, listed, say
from trimtab.strategy.domain.circumstances import Device
from trimtab.strategy.domain.document import ActionKind, ActionState, Approach, Strategy
from trimtab.strategy.domain.proposals import new_action, patch
from trimtab.strategy.domain.rules.rule import (
    Advised,
    Rule,
    Strength,
    number,
    sets_for,
    several,
    simply,
    when,
)
from trimtab.strategy.domain.rules.technology_devices import (
    KAWAMOTO,
    R_T1,
    R_T2,
    R_T3,
    R_T4,
    R_T5,
    R_T6,
    R_T7,
)
from trimtab.strategy.domain.settings import Sets
from trimtab.strategy.domain.settings.values import value_words

_PEAK = 50
_SPREAD_MINUTES = 10
_ON_A_PHONE = frozenset({"sms", "messenger"})
_NEEDS_OWN_SCREEN = _ON_A_PHONE | {"email", "chat", "intranet", "in-app"}
_UNREACHED = {
    Device.PROVIDED: frozenset({"messenger"}),
    Device.OWN: frozenset(),
    Device.SHARED: _ON_A_PHONE | {"email"},
    Device.NONE: _NEEDS_OWN_SCREEN,
}

_IN_WORDS = {
    "in-app": say("the app"),
    "email": say("their mail"),
    "chat": say("the team chat"),
    "sms": say("short messages"),
    "messenger": say("their messenger"),
    "intranet": say("the intranet"),
    "till": say("the till"),
    "qr": say("codes at the workplace"),
    "print": say("the notice board"),
    "huddle": say("the talk before the shift"),
}


def _channels(document: Strategy) -> Iterator[Advised]:
    """What people read already, less what does not fit their device: no private messenger, nothing
    personal on a shared screen.
    """
    read = several(document, "Q-T4")
    for one in document.audiences:
        channels = tuple(sorted(read - _UNREACHED[one.device]))
        if channels:
            at = f"audiences/{one.id}"
            yield Advised(
                at,
                say(
                    "{name}: every day they look at {names}, so messages go there, each kind "
                    "through one channel, and no channel is added.",
                    name=one.name,
                    names=listed(_IN_WORDS.get(channel, channel) for channel in channels),
                ),
                ("answers/Q-T4", f"{at}/device"),
                sets_for(
                    one,
                    Sets("messages.channels", channels),
                    Sets("messages.one_channel_each", True),
                ),
            )


R_T8 = Rule(
    "R-T8",
    Strength.SHOULD,
    "Prosci, Best Practices in Change Management: preferred channels",
    _channels,
    ("Q-P1", "Q-T1", "Q-T4"),
)

R_T9 = simply(
    "Q-T5",
    "lms",
    rule="R-T9",
    source="ADL, xAPI and the Total Learning Architecture: one system of record",
    says=say("Completions stay in the learning management system, and nobody is enrolled twice."),
    sets=(Sets("data.completions_elsewhere", True),),
)


def _knowledge_base(document: Strategy) -> Iterator[Advised]:
    if not when("Q-T5", "knowledge-base")(document):
        return
    hours = number(document, "Q-D10")
    if hours is not None and hours <= 0:
        says = say(
            "Nobody has time to keep the knowledge base right, so it is not searched: old "
            "answers do harm. Name an owner first."
        )
        yield Advised(
            "answers/Q-T5",
            says,
            ("answers/Q-T5", "answers/Q-D10"),
            (Sets("support.index_existing", False),),
        )
    else:
        says = say(
            "The knowledge base is searched as it stands, and gets an owner and a date of "
            "checking; it is not copied."
        )
        yield Advised(
            "answers/Q-T5", says, ("answers/Q-T5",), (Sets("support.index_existing", True),)
        )


R_T10 = Rule(
    "R-T10",
    Strength.SHOULD,
    "Knowledge-Centered Service (Consortium for Service Innovation)",
    _knowledge_base,
    ("Q-D10", "Q-T5"),
)


def _record_store(document: Strategy) -> Iterator[Advised]:
    if not several(document, "Q-T5"):
        return
    at = "answers/Q-T5"
    if when("Q-T5", "lrs")(document):
        says = say(
            "There is a record store, so evidence is passed to it as xAPI with a published profile."
        )
        yield Advised(
            at,
            says,
            (at,),
            (
                Sets("data.statements", True),
                Sets("data.evidence_goes", "kept here and passed to the record store"),
            ),
        )
    else:
        says = say(
            "There is no record store and none is needed to begin: evidence is kept here and can "
            "be taken out as xAPI."
        )
        yield Advised(
            at, says, (at,), (Sets("data.evidence_goes", "kept here and open to export"),)
        )


R_T11 = Rule("R-T11", Strength.SHOULD, "IEEE 9274.1.1-2023 (xAPI)", _record_store, ("Q-T5",))


def _gates(document: Strategy) -> Iterator[Advised]:
    """Wherever help at the moment of need is chosen or runs."""
    wanted = {Approach.PERFORMANCE_SUPPORT, Approach.BOTH}
    runs = [
        f"actions/{one.id}/kind"
        for one in document.actions
        if one.kind is ActionKind.SUPPORT and one.state is ActionState.RUNNING
    ]
    chosen = [
        f"policy/choices/{one.id}/approach"
        for one in document.policy.choices
        if one.approach in wanted
    ]
    if runs or chosen:
        yield Advised(
            (runs or chosen)[0].rpartition("/")[0],
            say(
                "Each aid comes by itself where the work is done, when it is done, on a screen, "
                "and says what to do: of 32 systems with all "
                "four 30 worked."
            ),
            (*runs, *chosen),
            (Sets("support.gates", True),),
        )


R_T12 = Rule("R-T12", Strength.SHOULD, KAWAMOTO, _gates)


def _scoring(document: Strategy) -> Iterator[Advised]:
    if when("Q-T12", "scoring")(document):
        record = new_action(
            document,
            "person-decides",
            "Write down who looks at each score by machine, and who decides",
            ActionKind.WORK,
        )
        says = say(
            "Machines that score people at work are of high risk in law: a person decides and "
            "that is written down, or rules score instead."
        )
        yield Advised(
            "answers/Q-T12",
            says,
            ("answers/Q-T12",),
            (Sets("data.machine_scoring", False),),
            patch(say("A person decides"), *record),
        )


R_T13 = Rule(
    "R-T13",
    Strength.MUST,
    "Regulation (EU) 2024/1689, annex III, points 3(b) and 4",
    _scoring,
    ("Q-T12",),
)

R_T14 = simply(
    "Q-T12",
    "answers",
    rule="R-T14",
    source="Lewis et al. 2020, retrieval-augmented generation",
    says=say(
        "Machines answer from aids that were checked, name the aid and its date, say so when "
        "there is none, and what stays open is noted."
    ),
    sets=(Sets("support.answers_cite", True),),
)


def _not_approved(document: Strategy) -> Iterator[Advised]:
    if not when("Q-T11", "pending", "not-asked")(document):
        return
    at = "answers/Q-T11"
    waits: dict[str, tuple[str, ...]] = {"notices": (at,)}
    own = tuple(
        f"audiences/{one.id}/device" for one in document.audiences if one.device is Device.OWN
    )
    if own:
        waits["own devices"] = (at, *own)
    if when("Q-T12", "authoring", "answers", "scoring")(document):
        waits["help by machines"] = (at, "answers/Q-T12")
    asked = new_action(
        document, "ask-it-and-hr", "Get the approval of IT and HR in writing", ActionKind.WORK
    )
    yield Advised(
        at,
        say(
            "IT and HR have not approved. Until they have, this waits: {names}.",
            names=listed(value_words(each) for each in waits),
        ),
        tuple(dict.fromkeys(place for places in waits.values() for place in places)),
        (Sets("delivery.blocked", tuple(sorted(waits))),),
        patch(say("Ask IT and HR"), *asked),
    )


R_T15 = Rule(
    "R-T15",
    Strength.MUST,
    "ISO/IEC 38500:2024, governance of IT",
    _not_approved,
    ("Q-T1", "Q-T11", "Q-T12"),
)


def _peak(document: Strategy) -> Iterator[Advised]:
    at_once = number(document, "Q-T13")
    if at_once is not None and at_once >= _PEAK:
        yield Advised(
            "answers/Q-T13",
            say(
                "{at_once} people begin at once, so sessions are prepared before the shift, "
                "and messages are spread over ten minutes.",
                at_once=figure(at_once, "g"),
            ),
            ("answers/Q-T13",),
            (
                Sets("messages.spread_minutes", _SPREAD_MINUTES),
                Sets("practice.prepared_ahead", True),
            ),
        )


R_T16 = Rule(
    "R-T16",
    Strength.SHOULD,
    "Beyer et al. 2016, Site Reliability Engineering: many clients at one moment",
    _peak,
    ("Q-T13",),
)

RULES = (
    R_T1,
    R_T2,
    R_T3,
    R_T4,
    R_T5,
    R_T6,
    R_T7,
    R_T8,
    R_T9,
    R_T10,
    R_T11,
    R_T12,
    R_T13,
    R_T14,
    R_T15,
    R_T16,
)
