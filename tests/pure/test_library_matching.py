"""A right answer is right however it is written; another unit, an opposite or another drug never is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.kernel.errors import Refusal
from trimtab.library.domain.grading import LONGEST_WRITTEN, grade
from trimtab.library.domain.items import read_body
from trimtab.library.domain.matching import Context, is_slip, matches

MINUTES = ("How many minutes?", "30")


def is_right(question: str, answer: str, written: str, language: str = "en") -> bool:
    return matches(written, answer, context=Context.of(question, [answer], language=language))


@pytest.mark.parametrize(
    ("question", "answer", "written"),
    [
        *[(*MINUTES, one) for one in ("30 min", "30min", "thirty minutes", "Thirty", "30.0", "30 m", " 30 minutes. ")],
        *[("At what time?", "7:00", one) for one in ("7am", "7 a.m.", "7 o'clock", "7.00", "07:00", "7:00 AM", "7h00")],
        *[("Until when?", "midnight", one) for one in ("0:00", "00:00", "24:00", "12 am", "Midnight")],
        *[("How many euros?", "6", one) for one in ("6€", "€6", "six", "6.0", "6,00", "6 EUR", "6 euros", "€ 6.00")],
        *[("What does it cost?", "€150", one) for one in ("150€", "150 euros", "EUR 150", "150.00 €")],
        *[("How many times a day?", "3", one) for one in ("3x", "3 ×", "3 times", "3 times a day", "three times")],
        *[("How cold, in °C?", "−18", one) for one in ("-18", "–18", "—18", "-18 °C", "−18℃", "minus eighteen", "minus 18", "-18°")],
        ("How much water?", "1,000 mL", "1000ml"),
        ("How much?", "5 μg", "5 µg"),
        ("How long?", "21 days", "twenty-one days"),
        ("Which contamination?", "cross-contamination", "Cross contamination"),
        ("What?", "receive", "recieve"), ("What?", "chiller", "chiler"), ("What?", "Paris", "Pariss"),
    ],
)  # fmt: skip
def test_a_right_answer_is_right_however_it_is_written(question: str, answer: str, written: str) -> None:
    assert is_right(question, answer, written)


@pytest.mark.parametrize(
    ("question", "answer", "written"),
    [
        *[(*MINUTES, one) for one in ("30 hours", "30 h", "30 s", "300", "3.0", "-30", "30 %")],
        *[("At what time?", "7:00", one) for one in ("7 pm", "19:00", "7:01", "17:00")],
        *[("What does it cost?", "€150", one) for one in ("$150", "150 pounds", "150", "15.0 €", "1,50 €")],
        *[("How much?", "5 mg", one) for one in ("5 µg", "5 mcg", "5 mL", "5 g", "5", "5 kg", "0.5 mg", "5,000 mg", "5 grams")],
        ("How much?", "5 mL", "5 mg"), ("How much?", "5 MW", "5 mw"), ("How far?", "5 m", "5 min"),
        ("How many mg in 5 mL?", "250", "250 mL"), ("How much?", "1", "1,000"), ("How cold, in °C?", "-18", "18"),
        ("How hot?", "75 °C", "75 °F"), ("How hot?", "75 °C", "75°"), ("Which way?", "2 left", "2 right"),
        ("How many?", "3", "tree"), ("How many?", "three", "tree"), ("How many times a day?", "3", "3 times a week"),
    ],
)  # fmt: skip
def test_another_unit_or_number_is_never_right(question: str, answer: str, written: str) -> None:
    assert not is_right(question, answer, written)


OPPOSITES = """
hypertension hypotension, hyperglycaemia hypoglycaemia, hyperkalemia hypokalemia, hyperthermia hypothermia, abduction adduction,
abductor adductor, afferent efferent, symmetric asymmetric, typical atypical, septic aseptic, possible impossible, complete incomplete,
reversible irreversible, direct indirect, visible invisible, intravenous intervenous, intracellular intercellular, macrocytic microcytic,
anterior posterior, superior inferior, proximal distal, systolic diastolic, acidosis alkalosis, increase decrease, import export,
dysphagia dysphasia, perineal peroneal, prostate prostrate, ileum ilium, colostomy colotomy, gastrostomy gastrotomy, ureter urethra,
nitrate nitrite, sulfate sulfite, sulfide sulfite, chloride chlorite, ethanol methanol, ethane ethene, flammable nonflammable,
endothermic exothermic, antepartum postpartum, mitosis meiosis, allowed disallowed, approved unapproved, country county, desert dessert
""".replace("\n", " ").split(",")
DRUGS = """
prednisone prednisolone, hydralazine hydroxyzine, quinine quinidine, clonidine clonazepam, dopamine dobutamine, ephedrine epinephrine,
cycloserine cyclosporine, vinblastine vincristine, fluoxetine paroxetine, amlodipine amiloride, nifedipine nicardipine, cefazolin cefoxitin,
chlorpromazine chlorpropamide, glipizide glyburide, lamivudine lamotrigine, methadone methylphenidate, metformin metronidazole,
oxycodone oxycontin, penicillin penicillamine, tramadol trazodone, sulfadiazine sulfasalazine, losartan valsartan, humalog humulin,
carboplatin cisplatin, daunorubicin doxorubicin, bupropion buspirone, azathioprine azacitidine, celebrex celexa, lamictal lamisil,
cefotaxime ceftazidime, cefotetan cefoxitin, guaifenesin guanfacine, hydrocodone oxycodone, levetiracetam levocarnitine, morphine hydromorphone,
mifepristone misoprostol, risperidone ropinirole, sitagliptin saxagliptin, tizanidine tiagabine, torsemide furosemide, propranolol propanol
""".replace("\n", " ").split(",")  # fmt: skip


@pytest.mark.parametrize("pair", [*OPPOSITES, *DRUGS], ids=str.strip)
def test_an_opposite_or_another_drug_is_never_forgiven(pair: str) -> None:
    one, other = pair.split()
    assert not matches(one, other) and not matches(other, one)
    assert not matches(f"{one} twice a day", f"{other} twice a day")


def test_other_languages_have_their_own_words_for_numbers_and_units() -> None:
    assert is_right("Wie viele Minuten?", "30", "dreißig Minuten", "de") and is_right(
        "Combien ?", "21 jours", "vingt et un jours", "fr"
    )
    assert is_right("Wie viel?", "1,5 kg", "1.5 Kilogramm", "de") and not is_right("Wie viel?", "1.000", "1", "de")


@pytest.mark.parametrize(
    ("text", "response", "right"),
    [
        ("Keep it at {{-18}} °C or colder, or call {{twice}}.", ["–18 °C", "twice"], [True, True]),
        ("Keep it at {{-18}} °C or colder, or call {{twice}}.", ["18 °C", ""], [False, False]),
        ("It costs €{{150}} for {{3}} days.", ["150€", "three days"], [True, True]),
        ("Give {{250}} mg in {{5}} mL.", ["250 mL", "5 mg"], [False, False]),
    ],
)
def test_a_gap_asks_for_the_unit_behind_it(text: str, response: list[str], right: list[bool]) -> None:
    graded = grade(read_body({"kind": "cloze", "text": text}), response)
    assert graded.score == sum(right) / 2


NOTHING: list[tuple[dict[str, Any], Any]] = [
    ({"kind": "cloze", "text": "Keep at {{5}} °C in the {{chiller}}."}, ["", " "]),
    ({"kind": "short-answer", "stem": "Which?", "answers": ["x"]}, "  "),
    ({"kind": "multiple-choice", "stem": "Which?", "options": [{"text": "a", "correct": True}, {"text": "b"}]}, []),
    ({"kind": "short-answer", "stem": "Which?", "answers": ["x"]}, "x" * (LONGEST_WRITTEN + 1)),
]


@pytest.mark.parametrize(("body", "response"), NOTHING)
def test_nothing_chosen_is_no_answer_and_so_not_a_wrong_one(body: dict[str, Any], response: Any) -> None:
    with pytest.raises(Refusal):
        grade(read_body(body), response)


@given(st.text(), st.text())
def test_whatever_is_written_is_read(one: str, other: str) -> None:
    matches(one, other)
    assert matches(one, one, context=Context.of(other, [one]))


@given(st.text("abcdefghiklmnoprst", min_size=5, max_size=12))
def test_a_slip_changes_neither_the_beginning_nor_the_end_of_a_word(word: str) -> None:
    assert (
        not is_slip("x" + word[1:], word) and not is_slip(word[:-1] + "x", word) and not is_slip(word, word)
    ) or len(set(word)) < len(word)
