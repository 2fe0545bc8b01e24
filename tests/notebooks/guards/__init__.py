"""What must hold for every notebook, as functions from a page to its faults."""

from collections.abc import Callable, Sequence
from typing import Final

from tests.notebooks.guards import code, course, frame, links, outputs, prose
from tests.notebooks.guards.page import Page

Guard = Callable[[Page], list[str]]
CourseGuard = Callable[[Sequence[Page]], list[str]]

GUARDS: Final[tuple[Guard, ...]] = (
    code.counted,
    code.plain_python,
    code.headless,
    code.markers_are_tags,
    code.known_tags,
    code.exemption_has_reason,
    code.code_is_short,
    outputs.normal_form,
    outputs.no_widget_state,
    outputs.whole_reprs,
    outputs.no_addresses,
    outputs.no_machine_paths,
    outputs.no_ports,
    outputs.no_stderr,
    outputs.errors_are_announced,
    outputs.exercises_answer,
    outputs.no_active_html,
    prose.one_title,
    prose.no_skipped_level,
    prose.images_have_text,
    prose.links_say_where,
    prose.prose_is_short,
    frame.head_promises,
    frame.head_prepares,
    frame.head_leads_on,
    frame.tail_recalls,
    frame.tail_leads_on,
    links.links_resolve,
)
COURSE_GUARDS: Final[tuple[CourseGuard, ...]] = (
    course.few_exempt,
    course.lessons_lead_on,
    course.exercises_have_solutions,
    course.solutions_are_right,
)
