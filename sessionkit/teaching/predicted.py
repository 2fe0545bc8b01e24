"""predicted: a question whose answer a cell computes, asked as predict asks its own.

The questions are in the lessons' files, under ``predicted``, so that the cell gives no
reason away: ``question``, ``choices``, ``because``.
"""

from typing import Any

from sessionkit.live.predictor import Predict, predict
from sessionkit.teaching.entries import entries


def predicted(name: str, answer: Any) -> Predict:
    """Ask the question of that name, such as ``"04.fork"``.

    ``answer`` is what the cell has computed. Raises ``LookupError``, which lists the
    names, for an unknown name.
    """
    questions = entries("predicted")
    if name not in questions:
        there = ", ".join(questions)
        raise LookupError(f"no question {name!r}; there are: {there}")
    told = questions[name]
    return predict(
        told["question"],
        choices=told["choices"],
        answer=answer,
        because=told["because"],
    )
