"""recall and why: questions with buttons to press, or letters to write."""

from typing import Any, Final

import ipywidgets

from sessionkit.teaching.entries import LESSONS
from sessionkit.teaching.questions import Question, reasons, recalled
from sessionkit.teaching.quiz import Quiz
from sessionkit.traces.shown import Refused
from sessionkit.traces.values import show, snapshot

_pressed: Final[dict[str, tuple[Any, ...]]] = {}
"""What was pressed, by the call that asked: a cell that is run again shows it."""


class Asked(ipywidgets.VBox):  # type: ignore[misc]
    """A quiz with a row of buttons below each question that is not answered yet.

    ``quiz`` is what is known so far. What is pressed stays for the next run of the
    cell, until the kernel ends; then the cell says how to write it down.
    """

    def __init__(self, quiz: Quiz) -> None:
        self.quiz = quiz
        super().__init__()
        self._show()

    def press(self, place: int, letter: str) -> "Asked":
        """Answer the question at ``place``, from 0, as a button does; return it."""
        self.quiz = self.quiz.answer(place, letter)
        _pressed[self.quiz.call] = self.quiz.answers
        self._show()
        return self

    def again(self) -> "Asked":
        """Forget all that was answered; return it."""
        _pressed.pop(self.quiz.call, None)
        quiz = self.quiz
        self.quiz = Quiz(quiz.title, quiz.call, quiz.questions)
        self._show()
        return self

    def _show(self) -> None:
        live = Quiz(
            self.quiz.title,
            self.quiz.call,
            self.quiz.questions,
            self.quiz.answers,
            buttons=True,
        )
        rows: list[Any] = [_html(f"<p>{live.title}</p>")] if live.title else []
        for place, question in enumerate(live.questions):
            rows.append(_html("".join(part.html() for part in live.asked(place))))
            if live.chosen(place) is None:
                rows.append(self._buttons(place, question))
        rows.append(_html("".join(part.html() for part in live.end())))
        if _pressed.get(live.call):
            rows.append(_button("Answer again", "Forget these answers", self.again))
        self.children = rows

    def _buttons(self, place: int, question: Question) -> Any:
        buttons = [
            _button(
                one.letter,
                f"Answer {one.letter}: {one.text}",
                lambda letter=one.letter: self.press(place, letter),
            )
            for one in question.choices
        ]
        return ipywidgets.HBox(buttons, layout={"flex_flow": "row wrap"})

    def __repr__(self) -> str:
        return str(self.quiz)

    __str__ = __repr__

    def _repr_mimebundle_(self, **options: Any) -> Any:
        data = super()._repr_mimebundle_(**options) or {}
        shown = {"text/plain": repr(self), "text/html": self.quiz._repr_html_()}
        return {**data, **shown}


def _html(html: str) -> Any:
    shown = ipywidgets.HTML(html, layout={"overflow": "auto"})
    return shown.add_class("jp-RenderedHTMLCommon")


def _button(label: str, tooltip: str, pressed: Any) -> Any:
    button = ipywidgets.Button(
        description=label, tooltip=tooltip, layout={"width": "auto"}
    )
    button.on_click(lambda _button: pressed())
    return button


def ask(quiz: Quiz) -> Asked:
    """Ask a quiz; without answers it takes those that were pressed before."""
    if all(one is ... for one in quiz.answers):
        quiz = Quiz(quiz.title, quiz.call, quiz.questions, _pressed.get(quiz.call, ()))
    return Asked(quiz)


def recall(lesson: str, *answers: Any) -> Asked | Refused:
    """Ask the questions at the head of a lesson, such as ``"03"``.

    ``answers`` are letters, one for each question, ``...`` for one that is left out;
    they may stand in one list.
    A lesson or letter that is not there is answered in one sentence.
    """
    if lesson not in LESSONS:
        said, listed = show(snapshot(lesson)), ", ".join(LESSONS)
        return Refused(f"There is no lesson {said}; there are: {listed}.")
    if len(answers) == 1 and isinstance(answers[0], list | tuple):
        answers = tuple(answers[0])
    questions = recalled(lesson)
    if not questions:
        return Refused(f"Lesson {lesson} has nothing to recall: it is the first.")
    title = "What you remember from the lessons before:"
    return ask(Quiz(title, f'recall("{lesson}"', questions, answers))


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
