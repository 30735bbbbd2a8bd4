"""A right answer is right however it is written; another unit, an opposite or another drug never
is.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.kernel.errors import Refusal
from trimtab.library.domain.answers import AnswerContext, is_slip, matches
from trimtab.library.domain.item import LONGEST_WRITTEN
from trimtab.library.domain.items import read_body

MINUTES = ("How many minutes?", "30")


def is_right(question: str, answer: str, written: str, language: str = "en") -> bool:
    return matches(written, answer, context=AnswerContext.of(question, [answer], language=language))


@pytest.mark.parametrize(
    ("question", "answer", "written"),
    [
        *[
            (*MINUTES, one)
            for one in (
                "30 min",
                "30min",
                "thirty minutes",
                "Thirty",
                "30.0",
                "30 m",
                " 30 minutes. ",
            )
        ],
        *[
            ("At what time?", "7:00", one)
            for one in ("7am", "7 a.m.", "7 o'clock", "7.00", "07:00", "7:00 AM", "7h00")
        ],
        *[
            ("Until when?", "midnight", one)
            for one in ("0:00", "00:00", "24:00", "12 am", "Midnight")
        ],
        *[
            ("How many euros?", "6", one)
            for one in ("6€", "€6", "six", "6.0", "6,00", "6 EUR", "6 euros", "€ 6.00")
        ],
        *[
            ("What does it cost?", "€150", one)
            for one in ("150€", "150 euros", "EUR 150", "150.00 €")
        ],
        *[
            ("How many times a day?", "3", one)
            for one in ("3x", "3 ×", "3 times", "3 times a day", "three times")
        ],
        *[
            ("How cold, in °C?", "−18", one)
            for one in ("-18", "–18", "—18", "-18 °C", "−18℃", "minus eighteen", "minus 18", "-18°")
        ],
        ("How much water?", "1,000 mL", "1000ml"),
        ("How much?", "5 μg", "5 µg"),
        ("How long?", "21 days", "twenty-one days"),
        ("Which contamination?", "cross-contamination", "Cross contamination"),
        ("What?", "receive", "recieve"),
        ("What?", "chiller", "chiler"),
        ("What?", "Paris", "Pariss"),
    ],
)
def test_a_right_answer_is_right_however_it_is_written(
    question: str, answer: str, written: str
) -> None:
    assert is_right(question, answer, written)


@pytest.mark.parametrize(
    ("question", "answer", "written"),
    [
        *[(*MINUTES, one) for one in ("30 hours", "30 h", "30 s", "300", "3.0", "-30", "30 %")],
        *[("At what time?", "7:00", one) for one in ("7 pm", "19:00", "7:01", "17:00")],
        *[
            ("What does it cost?", "€150", one)
            for one in ("$150", "150 pounds", "150", "15.0 €", "1,50 €")
        ],
        *[
            ("How much?", "5 mg", one)
            for one in (
                "5 µg",
                "5 mcg",
                "5 mL",
                "5 g",
                "5",
                "5 kg",
                "0.5 mg",
                "5,000 mg",
                "5 grams",
            )
        ],
        ("How much?", "5 mL", "5 mg"),
        ("How much?", "5 MW", "5 mw"),
        ("How far?", "5 m", "5 min"),
        ("How many mg in 5 mL?", "250", "250 mL"),
        ("How much?", "1", "1,000"),
        ("How cold, in °C?", "-18", "18"),
        ("How hot?", "75 °C", "75 °F"),
        ("How hot?", "75 °C", "75°"),
        ("Which way?", "2 left", "2 right"),
        ("How many?", "3", "tree"),
        ("How many?", "three", "tree"),
        ("How many times a day?", "3", "3 times a week"),
    ],
)
def test_another_unit_or_number_is_never_right(question: str, answer: str, written: str) -> None:
    assert not is_right(question, answer, written)


OPPOSITES = """
hypertension hypotension, hyperglycaemia hypoglycaemia, hyperkalemia hypokalemia, hyperthermia
hypothermia, abduction adduction, abductor adductor, afferent efferent, symmetric asymmetric,
typical atypical, septic aseptic, possible impossible, complete incomplete, reversible
irreversible, direct indirect, visible invisible, intravenous intervenous, intracellular
intercellular, macrocytic microcytic, anterior posterior, superior inferior, proximal distal,
systolic diastolic, acidosis alkalosis, increase decrease, import export, dysphagia dysphasia,
perineal peroneal, prostate prostrate, ileum ilium, colostomy colotomy, gastrostomy gastrotomy,
ureter urethra, nitrate nitrite, sulfate sulfite, sulfide sulfite, chloride chlorite, ethanol
methanol, ethane ethene, flammable nonflammable, endothermic exothermic, antepartum postpartum,
mitosis meiosis, allowed disallowed, approved unapproved, country county, desert dessert
""".replace("\n", " ").split(",")
DRUGS = """
prednisone prednisolone, hydralazine hydroxyzine, quinine quinidine, clonidine clonazepam,
dopamine dobutamine, ephedrine epinephrine, cycloserine cyclosporine, vinblastine vincristine,
fluoxetine paroxetine, amlodipine amiloride, nifedipine nicardipine, cefazolin cefoxitin,
chlorpromazine chlorpropamide, glipizide glyburide, lamivudine lamotrigine, methadone
methylphenidate, metformin metronidazole, oxycodone oxycontin, penicillin penicillamine, tramadol
trazodone, sulfadiazine sulfasalazine, losartan valsartan, humalog humulin, carboplatin cisplatin,
daunorubicin doxorubicin, bupropion buspirone, azathioprine azacitidine, celebrex celexa, lamictal
lamisil, cefotaxime ceftazidime, cefotetan cefoxitin, guaifenesin guanfacine, hydrocodone
oxycodone, levetiracetam levocarnitine, morphine hydromorphone, mifepristone misoprostol,
risperidone ropinirole, sitagliptin saxagliptin, tizanidine tiagabine, torsemide furosemide,
propranolol propanol
""".replace("\n", " ").split(",")


@pytest.mark.parametrize("pair", [*OPPOSITES, *DRUGS], ids=str.strip)
def test_an_opposite_or_another_drug_is_never_forgiven(pair: str) -> None:
    word, other = pair.split()
    assert not matches(word, other) and not matches(other, word)
    assert not matches(f"{word} twice a day", f"{other} twice a day")


WHAT = "What is it?"
OTHERS: list[tuple[str, str, str]] = [
    # Words behind a number, whether or not the question has them.
    (
        "Is hot food to be kept above or below which temperature?",
        "63 °C or above",
        "63 °C or below",
    ),
    ("Above or below which temperature is hot food kept?", "63 °C", "63 °C or below"),
    ("Above or below which temperature is hot food kept?", "63 °C above", "63 °C"),
    ("How many days before or after the visit?", "2 days before", "2 days after"),
    ("How many days before or after the visit?", "2 days before", "2 days"),
    ("How many turns, left or right?", "2 turns left", "2 turns right"),
    ("How many tablets with food, or without food?", "2 with food", "2 without food"),
    ("How many metres above or below the floor?", "2 m above", "2 m below"),
    ("How many more or less?", "3 more", "3 less"),
    ("How many hours may it stand, or not stand?", "2 hours", "2 hours not"),
    ("How many times 250 mg, or 500 mg?", "2 x 250 mg", "2 x 500 mg"),
    (WHAT, "2 x 250 mg", "3 x 250 mg"),
    ("How many in 10 or in 100?", "1 in 10", "1 in 100"),
    (WHAT, "4 to 5 hours", "4 to 6 hours"),
    (WHAT, "4-5 hours", "4-5 days"),
    ("Between 2 and 8 °C. Which is the lower end (°C)?", "2", "2 and 8"),
    ("Between 2 and 8 °C. Which is the lower end (°C)?", "2", "2 to 8"),
    ("How many hours not to be exceeded?", "2 hours", "2 hours not"),
    ("How many days before and after?", "2 days", "2 days before"),
    ("How many CFU per gram?", "10⁵ CFU", "11⁵ CFU"),
    ("How many CFU per gram?", "10⁵", "10³ CFU"),
    ("How many CFU per gram?", "10⁵ CFU", "10 CFU"),
    # The case of a unit's letters, whether or not CLDR has the unit.
    *[
        (WHAT, one, other)
        for one, other in (
            ("1 MΩ", "1 mΩ"),
            ("10 mV", "10 MV"),
            ("5 mSv", "5 MSv"),
            ("5 MPa", "5 mPa"),
            ("5 mJ", "5 MJ"),
            ("50 mN", "50 MN"),
            ("5 mM", "5 MM"),
            ("5 mM", "5 mm"),
            ("5 mF", "5 MF"),
            ("5 mHz", "5 MHz"),
            ("5 mW", "5 MW"),
            ("5 mA", "5 MA"),
            ("5 mg", "5 Mg"),
            ("5 mS", "5 ms"),
            ("5 mbar", "5 Mbar"),
            ("5 mmol", "5 Mmol"),
            ("5 mW/kg", "5 MW/kg"),
            ("5 V/mm", "5 V/MM"),
            ("2 x 5 mW", "2 x 5 MW"),
            ("5 x mg", "5 x Mg"),
            ("5 mmol/L", "5 Mmol/L"),
            ("5 K", "5 k"),
            ("2 × 5mV", "2 × 5MV"),
        )
    ],
    # Numbers and units inside an answer, and powers.
    *[
        (WHAT, one, other)
        for one, other in (
            ("max 5 mW", "max 5 MW"),
            ("max. 5 mV", "max. 5 MV"),
            ("at most 5 mW", "at most 5 MW"),
            ("at most 5 mg", "at most 5 µg"),
            ("(5 mV)", "(5 MV)"),
            ("5-mg dose", "5-Mg dose"),
            ("at most 5 mW chiller", "at most 5 MW chiler"),
            ("at least 5", "at most 5"),
            ("below 5 °C", "below 5 °F"),
            ("below 5 °C", "below -5 °C"),
            (">5", "<5"),
            (">5", "5"),
            (">5", "≥5"),
            ("below 10⁵ CFU per g", "below 105 CFU per g"),
            ("below 10⁵ CFU per g", "below 10⁶ CFU per g"),
            ("fewer than 10³", "fewer than 103"),
            ("10⁵", "105"),
            ("10⁻⁵", "10⁵"),
            ("x²", "x2"),
            ("5 m²", "5 m"),
            ("5 m²", "5 m³"),
            ("chiller, mV 5", "chiler, MV 5"),
            ("a hundred mV", "a hundred MV"),
            ("between 1:10 mV", "between 1:10 MV"),
        )
    ],
    # Another substance, one letter away.
    *[
        (WHAT, one, other)
        for one, other in (
            ("malic acid", "maleic acid"),
            ("capric acid", "caproic acid"),
            ("tension", "tensin"),
            ("malic", "maleic"),
            ("resign", "re-sign"),
        )
    ],
    # What is no time of day.
    ("How many euros?", "17.00", "5 pm"),
    ("How many euros?", "5.00", "5 am"),
    ("How many euros?", "12.00", "noon"),
    ("In which ratio?", "1:10", "1.10"),
    ("At what time?", "17:00", "5:00"),
    # A short form that several units have.
    (WHAT, "3 months", "3 m"),
    (WHAT, "3 minutes", "3 m"),
    ("How many months?", "3 months", "3 minutes"),
    ("How far?", "3 m", "3 months"),
    (WHAT, "5 lb", "£5"),
    (WHAT, "£5", "5 lb"),
    (WHAT, "£5", "5 dollars"),
    (WHAT, "5 °C", "5 F"),
    (WHAT, "5 mg/kg", "5 mg/g"),
    (WHAT, "5 mg/kg", "5 mg"),
    (WHAT, "0.5", "5"),
    (WHAT, "½", "1/3"),
    (WHAT, "½", "12"),
    (WHAT, "1½ hours", "1/2 hours"),
    (WHAT, "250", "two hundred and fifteen"),
    (WHAT, "2 to 8 °C", "2-8 °F"),
    (WHAT, "-18 °C", "18 °C"),
    (WHAT, "50%", "50 pence"),
    (WHAT, "B12", "B6"),
    (WHAT, "B12", "12"),
    (WHAT, "mW", "MW"),
    (WHAT, "in MW: 5", "in mW: 5"),
]


@pytest.mark.parametrize(("question", "answer", "written"), OTHERS)
def test_what_says_something_else_is_wrong_both_ways(
    question: str, answer: str, written: str
) -> None:
    assert not is_right(question, answer, written)
    assert not is_right(question, written, answer)


@pytest.mark.parametrize(
    ("answer", "written"),
    [
        ("£5", "5 pounds"),
        ("$5", "5 dollars"),
        ("75 °C", "75C"),
        ("75 °C", "75 celsius"),
        ("75 °C", "75 º C"),
        ("75 °C", "75 degrees Celsius"),
        ("10 µg", "10 mcg"),
        ("10 µg", "10 ug"),
        ("10 litres", "10 liters"),
        ("10 litres", "10 l"),
        ("10 litres", "10 L"),
        ("20 seconds", "20 secs"),
        ("2 hours", "2 hrs."),
        ("5 m²", "5 square metres"),
        ("5 m²", "5 m2"),
        ("5 km/h", "5 kilometres per hour"),
        ("0.5", ".5"),
        ("½", "1/2"),
        ("½", "0.5"),
        ("0.5", "½"),
        ("1/2", "0.5"),
        ("1½ hours", "1.5 hours"),
        ("1½ hours", "1 1/2 hours"),
        ("250", "two hundred and fifty"),
        ("50%", "50 per cent"),
        ("50%", "50 percent"),
        ("2 to 8 °C", "2-8 °C"),
        ("2 to 8 °C", "2–8°C"),
        ("2-8 °C", "2 °C to 8 °C"),
        ("-18 °C", "negative 18 °C"),
        ("5 mg/kg", "5 mg per kg"),
        ("5 mg/kg", "5mg / kg"),
        ("below 5 °C", "below 5°C"),
        ("below 5 °C", "Below five °C"),
        ("at least 5", "at least five"),
        (">5", "> 5"),
        ("2 x 500 mg", "2 × 500mg"),
        ("email", "e-mail"),
        ("checklist", "check-list"),
        ("B12", "B-12"),
        ("vitamin B-12", "Vitamin b12"),
        ("yes", "\ufeffyes"),
        ("yes", "y\u200bes"),
        ("5 mg", "5\u200b mg"),
        ("below 10⁵ CFU per g", "below 10^5 CFU/g"),
        ("5 mL", "5 ml"),
        ("5 kg", "5 KG"),
        ("5 min", "5 MIN"),
        ("5 min", "5 Min."),
        ("5 mW", "5 mw"),
        ("5 mg", "5-mg"),
        ("$5", "5 Dollars"),
        ("café", "cafe"),
        ("1:10", "1:10"),
        ("07:30", "7.30"),
        ("7:00", "7.00"),
        ("2 tablets", "2 Tablets"),
        ("5 May", "5 may"),
        ("5 lb", "5 Pounds"),
        ("1 in 10", "one in ten"),
    ],
)
def test_the_same_written_otherwise_is_right(answer: str, written: str) -> None:
    assert is_right(WHAT, answer, written)


@pytest.mark.parametrize(
    ("question", "answer", "written", "right"),
    [
        ("How many hours before the visit?", "2", "2 hours before", True),
        ("How many hours before the visit?", "2 hours before", "2", True),
        ("How many tablets a day, or a week?", "2 tablets", "2", True),
        ("How many times a day?", "3 times a day", "3", True),
        ("How many drops per minute?", "20", "20 drops per minute", True),
        ("How many drops per minute?", "20", "20 per hour", False),
        ("How many months?", "3 months", "3 m", True),
        ("At what time?", "17:00", "5.00 pm", True),
        ("At what time?", "7:30", "7.30", True),
    ],
)
def test_what_the_question_says_may_be_said_again_or_left_out(
    question: str, answer: str, written: str, right: bool
) -> None:
    assert is_right(question, answer, written) is right


@pytest.mark.parametrize(
    ("answer", "written", "right"),
    [
        ("5 €", "5 Euro", True),
        ("5 Minuten", "5 Min.", True),
        ("5 Minuten", "5 Min", True),
        ("2 Stunden", "2 Std.", True),
        ("2 Stunden", "2 Std", True),
        ("fünf Minuten", "5 min", True),
        ("75 °C", "75 Grad", True),
        ("75 °C", "75 Grad Celsius", True),
        ("75 °F", "75 Grad", False),
        ("zählen", "zaehlen", True),
        ("17:00", "17 Uhr", True),
        ("2 bis 8 °C", "2-8 °C", True),
        ("Straße", "Strasse", True),
        ("in Maßen", "in Massen", False),
        ("in Massen", "in Maßen", False),
        ("zählen", "zahlen", False),
        ("zahlen", "zählen", False),
        ("drücken", "drucken", False),
        ("drucken", "drücken", False),
        ("5 mW", "5 MW", False),
    ],
)
def test_german_is_read_by_its_own_words(answer: str, written: str, right: bool) -> None:
    assert is_right("Was?", answer, written, "de") is right


def test_other_languages_have_their_own_words_for_numbers_and_units() -> None:
    assert is_right("Wie viele Minuten?", "30", "dreißig Minuten", "de") and is_right(
        "Combien ?", "21 jours", "vingt et un jours", "fr"
    )
    assert is_right("Wie viel?", "1,5 kg", "1.5 Kilogramm", "de") and not is_right(
        "Wie viel?", "1.000", "1", "de"
    )


@pytest.mark.parametrize(
    ("text", "response", "right"),
    [
        ("Keep it at {{-18}} °C or colder, or call {{twice}}.", ["–18 °C", "twice"], [True, True]),
        ("Keep it at {{-18}} °C or colder, or call {{twice}}.", ["18 °C", ""], [False, False]),
        ("It costs €{{150}} for {{3}} days.", ["150€", "three days"], [True, True]),
        ("Give {{250}} mg in {{5}} mL.", ["250 mL", "5 mg"], [False, False]),
        ("Set {{5}} mV, then {{7}} mV.", ["5 MV", "7 mV"], [False, True]),
        (
            "Take {{2}} tablets with or without food, {{3}} times a day.",
            ["2 tablets with", "3 times a day"],
            [False, True],
        ),
    ],
)
def test_a_gap_asks_for_the_unit_behind_it(
    text: str, response: list[str], right: list[bool]
) -> None:
    graded = read_body({"kind": "cloze", "text": text}).grade(response)
    assert graded.score == sum(right) / 2


NOTHING: list[tuple[dict[str, Any], Any]] = [
    ({"kind": "cloze", "text": "Keep at {{5}} °C in the {{chiller}}."}, ["", " "]),
    ({"kind": "short-answer", "stem": "Which?", "answers": ["x"]}, "  "),
    (
        {
            "kind": "multiple-choice",
            "stem": "Which?",
            "options": [{"text": "a", "correct": True}, {"text": "b"}],
        },
        [],
    ),
    ({"kind": "short-answer", "stem": "Which?", "answers": ["x"]}, "x" * (LONGEST_WRITTEN + 1)),
]


@pytest.mark.parametrize(("body", "response"), NOTHING)
def test_nothing_chosen_is_no_answer_and_so_not_a_wrong_one(
    body: dict[str, Any], response: Any
) -> None:
    with pytest.raises(Refusal):
        read_body(body).grade(response)


@given(st.text(), st.text())
def test_whatever_is_written_is_read(one: str, other: str) -> None:
    matches(one, other)
    assert matches(one, one, context=AnswerContext.of(other, [one]))


@given(st.text("abcdefghiklmnoprst", min_size=5, max_size=12))
def test_a_slip_changes_neither_the_beginning_nor_the_end_of_a_word(word: str) -> None:
    assert (
        not is_slip("x" + word[1:], word)
        and not is_slip(word[:-1] + "x", word)
        and not is_slip(word, word)
    ) or len(set(word)) < len(word)
