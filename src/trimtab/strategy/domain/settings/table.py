"""The settings themselves, by the room that keeps them."""

from __future__ import annotations

from trimtab.strategy.domain.settings.setting import (
    Setting,
    highest,
    lowest,
    off,
    on,
    strictest,
    together,
)

# A table is read as a table: a setting a line.
# fmt: off
PRACTICE = (
    Setting("practice.minutes_per_week", "At most {value} minutes of practice a week.", 10, lowest, "practice"),
    Setting("practice.session_minutes", "A session lasts at most {value} minutes.", 5, lowest, "practice", True),
    Setting("practice.begins_with", "New content begins with: {value}.", "question",
            strictest("question", "scenario", "example"), "people", True),
    Setting("practice.test_out", "Who knows it already may show it once and skip it.", False, on, "people", True),
    Setting("practice.offline", "Questions, aids and answers are kept on the device until it is connected.", False, on, "practice", True),
    Setting("practice.never_while_driving", "Nothing is asked while somebody drives.", False, on, "people", True),
    Setting("practice.alone_view", "Answers are seen by nobody but the person.", False, on, "practice"),
    Setting("practice.may_leave", "Anybody may leave without a reason.", False, on, "people"),
    Setting("practice.streaks", "Personal streaks are shown.", True, off, "practice", True),
    Setting("practice.first_weeks", "Newcomers begin with aids and a first-weeks path.", False, on, "people", True),
    Setting("practice.horizon_weeks", "Content is spaced over at most {value} weeks.", 52, lowest, "practice", True),
    Setting("practice.prepared_ahead", "Sessions are prepared before the start of a shift.", False, on, "practice"),
    Setting("practice.counts_as_work", "Minutes of practice are recorded as work time.", False, on, "practice", True),
    Setting("practice.one_hand", "Every question can be answered with one hand.", False, on, "people", True),
    Setting("practice.spoken_way", "There is a way by ear, or a talk before the shift.", False, on, "people", True),
    Setting("practice.variants_count_as_one", "Versions of a question in other words count as one question.", False, on, "library", True),
    Setting("practice.plain_words", "Questions and aids are written in plain words.", False, on, "library", True),
    Setting("practice.arrives_as", "Practice arrives as: {value}.", "a session",
            strictest("a session", "a digest that fits the calendar", "one question at a time"), "practice", True),
)

DELIVERY = (
    Setting("delivery.window", "Delivered: {value}.", "any time", strictest("any time", "working hours", "in the shift"), "messaging", True),
    Setting("delivery.device", "Used on: {value}.", "any device",
            strictest("any device", "own device by choice", "provided device", "shared device"), "people", True),
    Setting("delivery.notices", "Notices: {value}.", "on", strictest("on", "by IT policy", "by choice", "none"), "messaging", True),
    Setting("delivery.device_management", "Personal devices may be managed.", True, off, "people", True),
    Setting("delivery.app_required", "An app must be installed.", True, off, "people", True),
    Setting("delivery.equal_way_without_phone", "There is an equal way without a phone.", False, on, "people", True),
    Setting("delivery.sign_in", "Sign-in: {value}.", "as set up", strictest("as set up", "link", "sign-on", "badge or code"), "people", True),
    Setting("delivery.sign_out_seconds", "Signed out after {value} seconds without use.", 1800, lowest, "people", True),
    Setting("delivery.compared_by_language", "Results are compared by language before people are.", False, on, "evaluation", True),
    Setting("delivery.access_gate", "Released only after a test with a screen reader, without time pressure.", False, on, "people", True),
    Setting("delivery.blocked", "Waits until IT and HR have approved: {value}.", (), together, "people"),
    Setting("delivery.place_and_contacts", "An app may read the place or the contacts of a phone.", True, off, "people", True),
    Setting("delivery.costs_paid", "The organisation pays for the data that is used.", False, on, "people", True),
    Setting("delivery.personal_apart", "What is personal on a phone stays apart from work.", False, on, "people", True),
    Setting("delivery.choice_apart", "The choice of notices is kept apart from the lawful basis.", False, on, "governance", True),
    Setting("delivery.switch_seconds", "Another person takes over within {value} seconds.", 30, lowest, "people", True),
    Setting("delivery.leaves_nothing", "Nothing of a person stays on the device; answers wait for each person apart.", False, on, "people", True),
    Setting("delivery.sync_shown", "People see when their device was last in step; answers carry its time and ours.", False, on, "practice", True),
)

SUPPORT = (
    Setting("support.entries", "Help is reached by: {value}.", ("search",), together, "support", True),
    Setting("support.index_existing", "The knowledge base is indexed, with an owner and a date of checking.", False, on, "support"),
    Setting("support.first", "Help at work comes first, practice after.", False, on, "people"),
    Setting("support.answers_cite", "Answers by machine come from verified aids, and cite them.", False, on, "support"),
    Setting("support.named_help", "A named person helps, with a promised time.", False, on, "people"),
    Setting("support.success", "Judged by task success, time to answer and open questions, never by a quiz.", False, on, "evaluation"),
    Setting("support.gates", "Each aid gives advice where and when the work is done.", False, on, "people"),
    Setting("support.open_without_sign_in", "Aids about no person open without signing in.", False, on, "support", True),
)

MESSAGES = (
    Setting("messages.quiet_from", "Quiet hours start at {value}.", "20:00", lowest, "messaging"),
    Setting("messages.quiet_until", "Quiet hours end at {value}.", "07:00", highest, "messaging"),
    Setting("messages.per_week", "At most {value} messages a week and person.", 3, lowest, "messaging"),
    Setting("messages.channels", "Sent through: {value}.", (), together, "messaging", True),
    Setting("messages.sender_of_why", "The reason is told by: {value}.", "anybody",
            strictest("anybody", "colleagues", "learning and development", "human resources", "the direct manager", "the head of the business",
                      "a member of the board"), "people"),
    Setting("messages.sender_of_change", "What changes for the person is told by: {value}.", "anybody",
            strictest("anybody", "the direct manager"), "people"),
    Setting("messages.sender_of_how", "How it is done is told by: {value}.", "anybody",
            strictest("anybody", "learning and development", "colleagues"), "people"),
    Setting("messages.how_waits_for_why", "How to do it is not sent before most know why.", False, on, "people"),
    Setting("messages.spread_minutes", "Sends are spread over {value} minutes.", 0, highest, "messaging"),
    Setting("messages.public_ranking", "A public ranking of persons is shown.", True, off, "practice"),
    Setting("messages.team_goals", "Progress is shown as goals of teams.", False, on, "practice"),
    Setting("messages.joint_announcement", "Announced together with staff representatives, after agreement.", False, on, "people"),
    Setting("messages.correction_days", "A correction is announced within {value} working days.", 20, lowest, "people"),
    Setting("messages.success_each_wave", "One success story, with consent, is told in each wave.", False, on, "people"),
    Setting("messages.you_said_we_did", "What people said is answered: you said, we did.", False, on, "people"),
    Setting("messages.peers_first", "Colleagues help each other first; tools come after.", False, on, "people"),
    Setting("messages.managers_card", "Managers get a two-minute card each week.", False, on, "messaging"),
    Setting("messages.claims_free_choice", "Messages may call it voluntary.", True, off, "people"),
    Setting("messages.one_channel_each", "Each kind of message has one channel.", False, on, "messaging"),
)

ROLLOUT = (
    Setting("rollout.reach", "Begins with: {value}.", "everybody", strictest("everybody", "waves", "a pilot"), "people"),
    Setting("rollout.random_order", "The order of the waves is drawn by lot.", False, on, "evaluation"),
    Setting("rollout.first_fix_weeks", "The first mended fault is shown within {value} weeks.", 8, lowest, "people"),
    Setting("rollout.scope", "Content is cut to what the released time and the authors can carry.", False, on, "people"),
    Setting("rollout.learning_only", "Learning alone is the answer.", True, off, "people"),
    Setting("rollout.at_once", "At most {value} challenges are taken on at a time.", 9, lowest, "strategy"),
    Setting("rollout.waits_for", "Starts after talks with: {value}.", (), together, "people"),
    Setting("rollout.hypotheses", "Called a guess until it is checked: {value}.", (), together, "strategy"),
)

DATA = (
    Setting("data.min_cell", "Groups below {value} are not shown.", 5, highest, "governance"),
    Setting("data.manager_view", "Managers see: {value}.", "persons", strictest("persons", "groups", "nothing"), "governance"),
    Setting("data.mode", "Evidence is kept: {value}.", "pseudonymous", strictest("pseudonymous", "without individual views"), "governance"),
    Setting("data.consent_as_basis", "Consent may be the lawful basis.", True, off, "people"),
    Setting("data.for_appraisal", "Used for appraisal: {value}.", "by agreement", strictest("by agreement", "pass and date only", "never"), "governance"),
    Setting("data.separate_record", "Pass and date are recorded apart from practice.", False, on, "people"),
    Setting("data.access_log", "Everybody sees who looked at their data.", False, on, "governance"),
    Setting("data.own_view", "Everybody sees all that is held about them, and why they got what they got.", False, on, "governance"),
    Setting("data.retention_days", "Answers, searches, messages, documents, sign-ins and statements are kept {value} days; sums stay.", 730, lowest, "lrs"),
    Setting("data.impact_assessment", "A data-protection impact assessment comes before the start.", False, on, "people"),
    Setting("data.linked_to_question", "A field that serves no question is not collected.", False, on, "lrs"),
    Setting("data.erasure", "Erasing a person destroys the link and the free text; sums stay.", False, on, "lrs"),
    Setting("data.completions_elsewhere", "Completions stay in the learning management system.", False, on, "people"),
    Setting("data.statements", "Evidence is published as xAPI with a profile.", False, on, "lrs"),
    Setting("data.subscriptions", "Figures are sent to those who decide, and end when three go unread.", False, on, "people"),
    Setting("data.machine_scoring", "Machines may score people.", True, off, "people"),
    Setting("data.never_collected_said", "What is never collected is published.", False, on, "governance"),
    Setting("data.evidence_goes", "Evidence is {value}.", "kept here",
            strictest("kept here", "kept here and open to export", "kept here and passed to the record store"), "lrs"),
)

DECISIONS = (
    Setting("decisions.on_silence", "Silence after the deadline means: {value}.", "consent", strictest("consent", "escalate", "hold"), "strategy"),
    Setting("decisions.look_days", "Looked at every {value} days.", 92, lowest, "people"),
    Setting("decisions.single_approver", "One person approves each kind of decision.", False, on, "governance"),
    Setting("decisions.borrow_trust", "A trusted colleague opens the door to a blocking function first.", False, on, "people"),
    Setting("decisions.content_review_days", "Content is verified every {value} days.", 365, lowest, "library"),
    Setting("decisions.second_verifier", "Somebody other than the author verifies.", False, on, "library"),
    Setting("decisions.seats", "Sit where decisions are taken: {value}.", (), together, "people"),
    Setting("decisions.told_exceptions", "Get one page when something is out of line: {value}.", (), together, "people"),
    Setting("decisions.heard", "Are heard in a panel and get an answer: {value}.", (), together, "people"),
)

EVALUATION = (
    Setting("evaluation.highest_tier", "No claim above tier {value} (LTEM).", 8, lowest, "evaluation"),
    Setting("evaluation.delay_days", "Remembering is measured after {value} days or more.", 0, highest, "evaluation"),
    Setting("evaluation.says_changed_only", "Said to have 'changed', never 'caused': {value}.", (), together, "evaluation"),
    Setting("evaluation.held_out", "Some questions are kept for the test and never practised.", False, on, "people"),
    Setting("evaluation.opinions_only", "Counts as an opinion, whatever it says: {value}.", (), together, "evaluation"),
    Setting("evaluation.unit_of_chance", "Chance decides for: {value}.", "persons", strictest("persons", "teams", "waves"), "evaluation"),
    Setting("evaluation.stop_rule_ahead", "Looking early follows a rule named ahead.", False, on, "evaluation"),
    Setting("evaluation.success_cases", "Five best and five worst cases are heard each quarter.", False, on, "people"),
    Setting("evaluation.by_words", "Evaluated by talks and cases, not by figures.", False, on, "people", True),
    Setting("evaluation.value_as_range", "Money is told as a range, valued by its owner, learners' time included.", False, on, "people"),
    Setting("evaluation.null_corrects", "A clear null leads to a correction, not to another measurement.", False, on, "evaluation"),
    Setting("evaluation.look_at_surroundings", "When learning rises and work does not, the surroundings are looked at first.", False, on, "people"),
    Setting("evaluation.decisions_only", "A question that informs no decision is dropped.", False, on, "people"),
    Setting("evaluation.guardrails", "Harms are watched: {value}.", (), together, "people"),
    Setting("evaluation.no_claim_on", "Nothing is claimed before a first value is known of: {value}.", (), together, "evaluation"),
    Setting("evaluation.taking_part_is_no_target", "Taking part is a signal, never a target.", False, on, "evaluation"),
)

SETTINGS: tuple[Setting, ...] = (
    *PRACTICE, *DELIVERY, *SUPPORT, *MESSAGES, *ROLLOUT, *DATA, *DECISIONS, *EVALUATION,
)
BY_KEY: dict[str, Setting] = {one.key: one for one in SETTINGS}
