"""The questions that a strategy must answer. Adding one: write it in its area's file; tests hold code, options and order."""

from trimtab.strategy.domain.catalogue import communication, diagnosis, evaluation, governance, people, technology
from trimtab.strategy.domain.catalogue.question import AnswerKind, Area, Option, Question

QUESTIONS: tuple[Question, ...] = (
    *diagnosis.QUESTIONS,
    *people.QUESTIONS,
    *technology.QUESTIONS,
    *communication.QUESTIONS,
    *governance.QUESTIONS,
    *evaluation.QUESTIONS,
)
BY_CODE = {question.code: question for question in QUESTIONS}

__all__ = ["BY_CODE", "QUESTIONS", "AnswerKind", "Area", "Option", "Question"]
