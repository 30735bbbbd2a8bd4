"""The words of the forms: labels, helps, and what each option means, all marked for translation."""

from __future__ import annotations

from enum import Enum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trimtab.kernel.said import Said, say

LONG = frozenset(
    {
        "observed",
        "task",
        "summary",
        "statement",
        "says",
        "text",
        "assumption",
        "tried",
        "needs",
        "engagement",
        "purpose",
        "asks",
        "decision",
    }
)

LABELS: dict[tuple[str, str], object] = {
    ("Audience", "name"): _("Name"),
    ("Audience", "headcount"): _("How many people?"),
    ("Audience", "setting"): _("Where do they work?"),
    ("Audience", "pay"): _("How are they paid?"),
    ("Audience", "device"): _("What do they hold in their hands?"),
    ("Audience", "connectivity"): _("How are they connected?"),
    ("Audience", "expertise"): _("What do they know already?"),
    ("Audience", "turnover_per_year"): _("Share that leaves in a year"),
    ("Audience", "languages"): _("Languages"),
    ("Audience", "needs"): _("Needs of access"),
    ("Audience", "reading"): pgettext_lazy("a field", "Reading"),
    ("Audience", "moments"): pgettext_lazy("a field", "Moments"),
    ("Audience", "at_hand"): pgettext_lazy("a field", "At hand"),
    ("Stakeholder", "name"): _("Name"),
    ("Stakeholder", "power"): _("Power, 1 to 5"),
    ("Stakeholder", "interest"): _("Interest, 1 to 5"),
    ("Stakeholder", "stance"): _("How do they stand towards it?"),
    ("Stakeholder", "can_block"): _("Can block it"),
    ("Stakeholder", "needs"): _("What do they need?"),
    ("Stakeholder", "engagement"): _("How are they engaged?"),
    ("Stakeholder", "owner"): _("Who looks after them?"),
    ("Challenge", "title"): _("The problem in one line"),
    ("Challenge", "audiences"): _("Who is affected?"),
    ("Challenge", "task"): _("Which task?"),
    ("Challenge", "observed"): _("What is seen?"),
    ("Challenge", "causes"): _("Why does it happen?"),
    ("Challenge", "measure"): _("Which figure shows it?"),
    ("Challenge", "crux"): _("What makes it hard?"),
    ("Challenge", "frequency"): _("How often is it done?"),
    ("Challenge", "cost_of_error"): _("How costly is an error?"),
    ("Challenge", "time_to_look_up"): _("How much time is there to look it up?"),
    ("Challenge", "volatility"): _("How often does the right way change?"),
    ("Challenge", "arbitrary"): pgettext_lazy("a field", "Arbitrary"),
    ("Challenge", "complexity"): pgettext_lazy("a field", "Complexity"),
    ("Challenge", "confusable"): pgettext_lazy("a field", "Confusable"),
    ("Challenge", "tried"): _("What has been tried?"),
    ("Evidence", "kind"): _("Kind of evidence"),
    ("Evidence", "says"): _("What does it say?"),
    ("Evidence", "source"): _("From where?"),
    ("Evidence", "on"): _("When?"),
    ("Choice", "says"): _("What do we decide?"),
    ("Choice", "challenge"): _("For which challenge?"),
    ("Choice", "approach"): _("Approach"),
    ("Choice", "channels"): _("Channels"),
    ("Choice", "because"): _("It rests on"),
    ("Policy", "statement"): _("How we deal with the challenges"),
    ("Policy", "will_not"): _("What we will not do"),
    ("Limits", "minutes_per_week"): _("Minutes of practice a week, at most"),
    ("Limits", "messages_per_week"): _("Messages a week, at most"),
    ("Limits", "quiet_from"): _("Quiet hours start"),
    ("Limits", "quiet_until"): _("Quiet hours end"),
    ("Limits", "min_cell"): _("Smallest group that is shown"),
    ("Action", "title"): _("What is done?"),
    ("Action", "kind"): _("What kind of action?"),
    ("Action", "challenge"): _("For which challenge?"),
    ("Action", "choice"): _("Which choice does it carry out?"),
    ("Action", "audience"): _("For whom?"),
    ("Action", "owner"): _("Who is responsible?"),
    ("Action", "starts"): _("Starts"),
    ("Action", "due"): _("Done by"),
    ("Action", "state"): _("State"),
    ("Action", "content"): _("Tags of its content"),
    ("Action", "pieces"): pgettext_lazy("a field", "Pieces"),
    ("Action", "minutes_per_week"): _("Minutes a week"),
    ("Action", "desired_retention"): _("Share to be remembered"),
    ("Action", "channel"): _("Channel"),
    ("Action", "sender"): _("Sender"),
    ("Action", "subject"): _("Subject"),
    ("Action", "text"): _("Text"),
    ("Expectation", "measure"): _("Which figure will move?"),
    ("Expectation", "design"): _("Compared how?"),
    ("Expectation", "at_least"): _("By at least"),
    ("Expectation", "by"): _("By when?"),
    ("Expectation", "response"): _("If it does not: what then?"),
    ("Expectation", "assumption"): _("Because we assume that …"),
    ("Expectation", "decides"): _("Which right decides?"),
    ("Expectation", "holdout"): _("Share that goes without"),
    ("Expectation", "counts_from"): _("Figures count from"),
    ("Measure", "name"): _("Name"),
    ("Measure", "unit"): _("Unit"),
    ("Measure", "scale"): _("What are its values?"),
    ("Measure", "grain"): _("One row is about"),
    ("Measure", "direction"): _("Which way is better?"),
    ("Measure", "source"): _("Where does it come from?"),
    ("Measure", "owner"): _("Who owns the figure?"),
    ("Measure", "baseline"): _("Today's value"),
    ("Measure", "baseline_on"): _("Measured on"),
    ("Measure", "target"): _("Value to reach"),
    ("Measure", "tier"): _("Tier of evidence, 1 to 8"),
    ("Measure", "purpose"): _("What is it for?"),
    ("EvaluationQuestion", "asks"): _("The question"),
    ("EvaluationQuestion", "decision"): _("Which decision does it inform?"),
    ("EvaluationQuestion", "measure"): _("Which figure answers it?"),
    ("EvaluationQuestion", "decides"): _("Which right decides?"),
    ("EvaluationQuestion", "by"): _("By when?"),
    ("Right", "decision"): _("Kind of decision"),
    ("Right", "approver"): _("Who approves?"),
    ("Right", "consulted"): _("Who is heard?"),
    ("Grant", "role"): _("Who may see it?"),
    ("Grant", "data"): _("Which data?"),
    ("Grant", "grain"): _("At which grain?"),
    ("Grant", "question"): _("For which question?"),
    ("Grant", "days"): _("For how many days?"),
}

HELP: dict[tuple[str, str], object] = {
    ("Audience", "turnover_per_year"): _("0.4 means that 40 of 100 leave in a year."),
    ("Audience", "languages"): _("One a line, such as en or de."),
    ("Audience", "needs"): _("One a line, such as screen reader or large type."),
    ("Challenge", "observed"): _("What somebody standing beside would see. A figure is best."),
    ("Challenge", "causes"): _("Training mends only the first four. Choose all that are true."),
    ("Challenge", "crux"): _("The one obstacle that makes the rest easier once it is gone."),
    ("Policy", "will_not"): _("One a line. A choice that excludes nothing is no choice."),
    ("Action", "content"): _("One a line. Items and aids with one of these tags belong to it."),
    ("Action", "desired_retention"): _(
        "0.9 means that 90 of 100 answers would be right at any time."
    ),
    ("Action", "minutes_per_week"): _("0 means as many as the policy allows."),
    ("Expectation", "at_least"): _("In the unit of the figure, in its better direction."),
    ("Expectation", "counts_from"): _(
        "Name a later day where the effect needs time to come; empty is the start."
    ),
    ("Expectation", "holdout"): _("Drawn by lot, for the comparison: 0.5 is half, 0 is nobody."),
    ("Measure", "tier"): _(
        "LTEM: 4 knowledge, 5 decisions, 6 tasks, 7 use at work, 8 results of that use."
    ),
    ("Measure", "baseline"): _("Leave it empty when nobody has measured it yet."),
    ("Choice", "because"): _("Places of the answers, one a line, such as answers/Q-P9."),
    ("Grant", "days"): _("Then the view ends by itself."),
}

ROLES = (
    ("learner", _("Learners")),
    ("manager", _("Managers")),
    ("author", _("Authors")),
    ("strategist", _("Strategists")),
    ("steward", _("Data stewards")),
    ("administrator", _("Administrators")),
    ("stakeholder", _("Stakeholders")),
)

REFERENCES: dict[tuple[str, str], object] = {
    ("Challenge", "audiences"): "audiences",
    ("Challenge", "measure"): "measures",
    ("Choice", "challenge"): "challenges",
    ("Action", "challenge"): "challenges",
    ("Action", "choice"): "choices",
    ("Action", "audience"): "audiences",
    ("Expectation", "measure"): "measures",
    ("Expectation", "decides"): "rights",
    ("EvaluationQuestion", "measure"): "measures",
    ("EvaluationQuestion", "decides"): "rights",
    ("Grant", "question"): "questions",
    ("Right", "approver"): ROLES,
    ("Grant", "role"): ROLES,
    ("Grant", "grain"): (
        ("unit", _("Units")),
        ("audience", _("Audiences")),
        ("organisation", _("The whole organisation")),
        ("aid", _("Job aids")),
        ("item", _("Questions")),
        ("person", _("Single persons")),
    ),
}

_OPTIONS: dict[str, dict[str, object]] = {
    "WorkSetting": {
        "desk": _("At a desk"),
        "mobile": _("On the move, with a screen"),
        "frontline": _("Standing, with customers or machines"),
        "driving": _("Driving"),
        "clinical": _("With patients"),
        "field": _("Outside, often without a network"),
        "home": _("At home"),
    },
    "Pay": {
        "hourly": _("By the hour"),
        "salaried": _("With a salary"),
        "contractor": _("As contractors"),
        "volunteer": _("Not at all"),
    },
    "Device": {
        "provided": _("A device of the organisation"),
        "shared": _("A shared device"),
        "own": _("Their own phone"),
        "none": _("Nothing"),
    },
    "Connectivity": {
        "always": _("Always"),
        "intermittent": _("With gaps"),
        "offline": _("Rarely or never"),
        "metered": pgettext_lazy("connectivity", "Metered"),
    },
    "AtHand": {
        "computer": pgettext_lazy("at hand", "Computer"),
        "mobile": pgettext_lazy("at hand", "Mobile"),
        "both": pgettext_lazy("at hand", "Both"),
        "hands-busy": pgettext_lazy("at hand", "Hands busy"),
    },
    "Reading": {
        "plain": pgettext_lazy("reading", "Plain"),
        "usual": pgettext_lazy("reading", "Usual"),
        "specialist": pgettext_lazy("reading", "Specialist"),
    },
    "Need": {
        "new": pgettext_lazy("moments", "New"),
        "more": pgettext_lazy("moments", "More"),
        "apply": pgettext_lazy("moments", "Apply"),
        "solve": pgettext_lazy("moments", "Solve"),
        "change": pgettext_lazy("moments", "Change"),
    },
    "Expertise": {
        "novice": _("They are new to it"),
        "mixed": _("Some are new, some are not"),
        "expert": _("They know it well"),
    },
    "Stance": {
        "against": _("Against it"),
        "sceptical": _("In doubt"),
        "neutral": _("Neutral"),
        "supportive": _("For it"),
        "champion": _("They carry it"),
    },
    "Cause": {
        "do-not-know": _("They do not know it"),
        "cannot-do-yet": _("They cannot do it yet"),
        "forget": _("They knew it and forget"),
        "cannot-find": _("They cannot find the answer in time"),
        "do-not-believe": _("They do not believe in it"),
        "no-tools-or-time": _("They lack tools or time"),
        "not-rewarded": _("It is not rewarded, or even punished"),
        "process-wrong": _("The process itself is wrong"),
    },
    "EvidenceKind": {
        "data": _("Figures"),
        "observation": _("Seen on the spot"),
        "interview": _("Talks with those concerned"),
        "opinion": _("An opinion"),
    },
    "Level": {"low": _("Little"), "medium": _("Some"), "high": _("Much")},
    "Approach": {
        "spaced-learning": _("Spaced learning: practise in small pieces over time"),
        "performance-support": _("Help at the moment of need"),
        "both": _("Both"),
        "not-yet": _("Not yet: find out more, or teach first"),
        "neither": _("Neither: change the work instead"),
    },
    "ActionKind": {
        "practice": _("Practice"),
        "support": _("Help at work"),
        "message": _("A message"),
        "measure": _("Collect a figure"),
        "work": _("Change the work, outside learning"),
    },
    "ActionState": {"running": _("Runs"), "retired": _("Retired")},
    "Design": {
        "randomised": _("By lot: some go without for a while"),
        "before-after": _("Before and after"),
    },
    "Response": {
        "retire": _("Stop it"),
        "switch-to-support": _("Give help at work instead"),
        "switch-to-work": _("Change the work instead"),
        "revise-diagnosis": _("Look at the diagnosis again"),
    },
    "Scale": {"mean": _("Amounts"), "proportion": _("Shares of yes and no")},
    "MeasureGrain": {"person": _("One person"), "unit": _("One unit")},
    "Direction": {"higher": _("Higher is better"), "lower": _("Lower is better")},
}


def option_words(kind: type[Enum], value: str) -> str:
    """What an option of an enum means, in the reader's language."""
    return str(_OPTIONS.get(kind.__name__, {}).get(value) or value.replace("-", " ").capitalize())


def words_of(option: Enum) -> str:
    """What one option of an enum means, in the reader's language."""
    return option_words(type(option), str(option.value))


PARTS: dict[str, tuple[Said, Said, Said]] = {
    "audiences": (
        say("Audiences"),
        say("Who is served, in groups that need the same."),
        say("Add an audience"),
    ),
    "stakeholders": (
        say("Stakeholders"),
        say("Whose support or consent matters."),
        say("Add a stakeholder"),
    ),
    "challenges": (
        say("Challenges"),
        say("What is not as it should be, for whom, and why."),
        say("Add a challenge"),
    ),
    "choices": (
        say("Choices of the policy"),
        say("For each challenge: how we deal with it."),
        say("Add a choice"),
    ),
    "actions": (
        say("Actions"),
        say("Steps that carry the policy out, each with one owner and a date."),
        say("Add an action"),
    ),
    "measures": (say("Measures"), say("Figures that tell whether it works."), say("Add a measure")),
    "questions": (
        say("Evaluation questions"),
        say("What must be known, for which decision."),
        say("Add a question"),
    ),
    "rights": (
        say("Decision rights"),
        say("Who decides what. One approver for each kind."),
        say("Add a decision right"),
    ),
    "grants": (
        say("Data grants"),
        say("Who may see which data, for which question, for how long."),
        say("Add a grant"),
    ),
}
