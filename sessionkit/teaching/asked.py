"""recall and why: questions with buttons to press, or letters to write."""

from dataclasses import replace
from functools import partial
from typing import Any, Final

from sessionkit.in_a_cell import in_a_cell
from sessionkit.teaching.buttons import Device, button, html, row
from sessionkit.teaching.entries import LESSONS
from sessionkit.teaching.questions import Question, reasons, recalled
from sessionkit.teaching.quiz import Quiz
from sessionkit.traces.shown import Refused
from sessionkit.traces.values import show, snapshot

_pressed: Final[dict[str, tuple[Any, ...]]] = {}
"""What was pressed, by the call that asked: a cell that is run again shows it."""


class Asked(Device):
    """A quiz with a row of buttons below each question that is not answered yet.

    ``quiz`` is what is known so far. What is pressed stays for the next run of the
    cell, until the kernel ends; then the cell says how to write it down.
    """

    result = "quiz"

    def __init__(self, quiz: Quiz) -> None:
        self.quiz = quiz
        self._rows: dict[int, Any] = {}
        self._again = button("Answer again", "Forget these answers", self.again)
        super().__init__()
        self._show()

    def press(self, place: int, letter: str) -> "Asked":
        """Answer the question at ``place``, from 0, as a button does; return it."""
        self.quiz = replace(self.quiz.answer(place, letter), pressed=True)
        _pressed[self.quiz.call] = self.quiz.answers
        self._show()
        self._focus(place)
        return self

    def again(self) -> "Asked":
        """Forget all that was answered; return it."""
        _pressed.pop(self.quiz.call, None)
        self.quiz = replace(self.quiz, answers=(), pressed=False)
        self._show()
        self._focus(0)
        return self

    def _focus(self, place: int) -> None:
        """Give the keyboard's focus to what comes next: what had it is gone."""
        later = [row for at, row in self._rows.items() if at >= place]
        (later[0].children[0] if later else self._again).focus()

    def _show(self) -> None:
        live = replace(self.quiz, buttons=True)
        self._rows = {}
        rows: list[Any] = [html(f"<p>{live.title}</p>")] if live.title else []
        for place, question in enumerate(live.questions):
            rows.append(html("".join(part.html() for part in live.asked(place))))
            if live.chosen(place) is None:
                self._rows[place] = self._buttons(place, question)
                rows.append(self._rows[place])
        rows.append(html("".join(part.html() for part in live.end())))
        if live.pressed:
            rows.append(self._again)
        self.children = rows

    def _buttons(self, place: int, question: Question) -> Any:
        buttons = [
            button(
                one.letter,
                f"Answer {one.letter}: {one.text}",
                partial(self.press, place, one.letter),
            )
            for one in question.choices
        ]
        return row(buttons)


def ask(quiz: Quiz) -> Asked:
    """Ask a quiz; without answers it takes those that were pressed before."""
    if all(one is ... for one in quiz.answers) and quiz.call in _pressed:
        quiz = replace(quiz, answers=_pressed[quiz.call], pressed=True)
    return Asked(quiz)


@in_a_cell
def recall(lesson: str, *answers: Any) -> Asked | Refused:
    """Ask the questions at the head of a lesson, such as ``"03"``.

    ``answers`` are letters, one for each question, ``...`` for one that is left out;
    they may stand in one list, or in one text: ``"bca"``.
    A lesson or letter that is not there is answered in one sentence.
    """
    if not isinstance(lesson, str) or lesson not in LESSONS:
        said, listed = show(snapshot(lesson)), ", ".join(LESSONS)
        return Refused(f"There is no lesson {said}; there are: {listed}.")
    questions = recalled(lesson)
    if len(answers) == 1:
        answers = _spread(answers[0], len(questions))
    if not questions:
        return Refused(f"Lesson {lesson} has nothing to recall: it is the first.")
    title = "What do you remember from earlier lessons?"
    return ask(Quiz(title, f'recall("{lesson}"', questions, answers))


def _spread(answers: Any, count: int) -> tuple[Any, ...]:
    """Take one list, or one text of letters, for an answer to each question."""
    if isinstance(answers, list | tuple):
        return tuple(answers)
    letters = "".join(answers.split()) if isinstance(answers, str) else ""
    return tuple(letters) if len(letters) == count else (answers,)


@in_a_cell
def why(name: str, *answers: Any) -> Asked | Refused:
    """Ask for the reason of something that a lesson showed, by the question's id.

    ``answers`` has one letter, or none. An id or letter that is not there is answered
    in one sentence.
    """
    questions = reasons()
    if not isinstance(name, str) or name not in questions:
        said, listed = show(snapshot(name)), ", ".join(questions)
        return Refused(f"There is no question {said}; there are: {listed}.")
    return ask(Quiz("", f'why("{name}"', (questions[name],), answers))
