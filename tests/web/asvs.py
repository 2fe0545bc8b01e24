"""OWASP ASVS 5.0 (V3.3, V7) and NIST SP 800-63B-4 on sessions, clause by clause.

``python -m tests.web.asvs`` writes the page ``asvs.md`` beside this file.
"""

from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).with_suffix(".md")
ENDS = "tests/web/test_ends.py"
DEVIATIONS = "tests/web/test_deviations.py"
OPTIONS = "tests/web/test_options.py"
HOSTILE = "tests/web/test_hostile.py"
APPLICATION = "This belongs to the application: "


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, and the tests that hold us to it, or why it is left out."""

    number: str
    asks: str
    tests: tuple[str, ...] = ()
    excluded: str = ""


CLAUSES = (
    Clause(
        "ASVS 3.3.1",
        "Cookies are Secure; names without __Host- begin with __Secure-.",
        (
            f"{DEVIATIONS}::test_secure_over_https",
            f"{OPTIONS}::test_https_only_holds_behind_a_proxy_that_hides_https",
            f"{OPTIONS}::test_the_prefix_fits_path_and_domain",
        ),
    ),
    Clause(
        "ASVS 3.3.2",
        "SameSite is set as the cookie's purpose asks.",
        (
            f"{DEVIATIONS}::test_same_site_lax",
            f"{OPTIONS}::test_the_attributes_are_those_asked_for",
        ),
    ),
    Clause(
        "ASVS 3.3.3",
        "Cookies that other hosts need not see have the prefix __Host-.",
        (f"{DEVIATIONS}::test_host_prefix",),
    ),
    Clause(
        "ASVS 3.3.4",
        "A cookie that scripts need not see is HttpOnly, and only Set-Cookie has it.",
        (f"{OPTIONS}::test_no_script_sees_the_cookie",),
    ),
    Clause(
        "ASVS 3.3.5",
        "Name and value of a cookie together have 4096 bytes at most.",
        (f"{OPTIONS}::test_the_cookie_is_short",),
    ),
    Clause(
        "ASVS 7.1.1",
        "Idle and absolute times are documented, and where they are not NIST's, why.",
        (f"{OPTIONS}::test_the_times_are_documented",),
    ),
    Clause(
        "ASVS 7.1.2",
        "It is documented how many sessions one account may have, and what comes then.",
        excluded=f"{APPLICATION}sessions here know of no accounts.",
    ),
    Clause(
        "ASVS 7.1.3",
        "Federated systems document how their sessions are coordinated.",
        excluded="There is no federation in a session store.",
    ),
    Clause(
        "ASVS 7.2.1",
        "Session tokens are verified on the server.",
        (
            f"{HOSTILE}::test_300_hostile_requests_over_memory",
            f"{HOSTILE}::test_300_hostile_requests_over_sqlite",
        ),
    ),
    Clause(
        "ASVS 7.2.2",
        "Tokens are made for the session, not static secrets such as API keys.",
        (f"{DEVIATIONS}::test_random_ids",),
    ),
    Clause(
        "ASVS 7.2.3",
        "Reference tokens are unique, from a CSPRNG, with 128 random bits at least.",
        (
            f"{DEVIATIONS}::test_random_ids",
            "tests/web/test_middleware.py::test_bad_options_are_said",
        ),
    ),
    Clause(
        "ASVS 7.2.4",
        "A new token is made at authentication, and the old one ends.",
        (
            f"{DEVIATIONS}::test_regenerate",
            f"{ENDS}::test_no_two_requests_bring_a_session_back",
        ),
    ),
    Clause(
        "ASVS 7.3.1",
        "A session ends when it was not used for some time.",
        (
            f"{DEVIATIONS}::test_idle_timeout",
            "tests/stores/test_expiring.py::"
            "test_it_ends_an_hour_after_the_last_use_and_not_much_later",
        ),
    ),
    Clause(
        "ASVS 7.3.2",
        "A session ends some time after it began, used or not.",
        (
            f"{OPTIONS}::test_a_session_that_is_used_ends_with_its_lifetime",
            "tests/stores/test_expiring.py::"
            "test_it_ends_after_its_lifetime_however_much_it_is_used",
            "tests/stores/test_redis.py::test_the_lifetime_bounds_what_use_puts_off",
        ),
    ),
    Clause(
        "ASVS 7.4.1",
        "After a logout or its time a session cannot be used any more.",
        (
            f"{ENDS}::test_no_two_requests_bring_a_session_back",
            f"{ENDS}::test_who_never_looked_is_late_too",
        ),
    ),
    Clause(
        "ASVS 7.4.2",
        "All sessions of an account end when it is disabled or deleted.",
        excluded=f"{APPLICATION}it needs an index from accounts to sessions.",
    ),
    Clause(
        "ASVS 7.4.3",
        "All other sessions can be ended after an authentication factor has changed.",
        excluded=f"{APPLICATION}it needs an index from accounts to sessions.",
    ),
    Clause(
        "ASVS 7.4.4",
        "All pages that need authentication show a way to log out.",
        excluded=f"{APPLICATION}`clear` is what its button calls.",
    ),
    Clause(
        "ASVS 7.4.5",
        "Administrators can end the sessions of one user or of all.",
        excluded=f"{APPLICATION}for one user it needs an index; for all, delete the "
        "file, or the keys that begin with the prefix.",
    ),
    Clause(
        "ASVS 7.5.1",
        "Users authenticate again before sensitive attributes of an account change.",
        excluded=f"{APPLICATION}sessions here know of no authentication.",
    ),
    Clause(
        "ASVS 7.5.2",
        "Users can see their sessions and, once authenticated again, end them.",
        excluded=f"{APPLICATION}it needs an index from accounts to sessions.",
    ),
    Clause(
        "ASVS 7.5.3",
        "Highly sensitive operations need another authentication or verification.",
        excluded=f"{APPLICATION}sessions here know of no authentication.",
    ),
    Clause(
        "ASVS 7.6.1",
        "Relying party and identity provider end and renew sessions as documented.",
        excluded="There is no federation in a session store.",
    ),
    Clause(
        "ASVS 7.6.2",
        "A session begins only with the user's consent or action.",
        (f"{OPTIONS}::test_reading_begins_no_session",),
    ),
    Clause(
        "NIST 800-63B-4 5.1 (restart)",
        "A secret should not outlive the browser: `session_only` makes it so.",
        (f"{OPTIONS}::test_session_only_is_a_cookie_without_an_end",),
    ),
    Clause(
        "NIST 800-63B-4 5.1 (1)",
        "The secret is made during an authentication or right after it.",
        (f"{DEVIATIONS}::test_regenerate",),
    ),
    Clause(
        "NIST 800-63B-4 5.1 (2)",
        "The secret has 64 random bits at least, from an approved generator.",
        (f"{DEVIATIONS}::test_random_ids",),
    ),
    Clause(
        "NIST 800-63B-4 5.1 (3)",
        "The secret is invalid after logout.",
        (f"{ENDS}::test_no_two_requests_bring_a_session_back",),
    ),
    Clause(
        "NIST 800-63B-4 5.1 (4, 6)",
        "The secret goes through an authenticated protected channel only.",
        (
            f"{DEVIATIONS}::test_secure_over_https",
            f"{OPTIONS}::test_https_only_holds_behind_a_proxy_that_hides_https",
        ),
    ),
    Clause(
        "NIST 800-63B-4 5.1 (5)",
        "The secret times out, and is not accepted later.",
        (
            f"{DEVIATIONS}::test_idle_timeout",
            f"{OPTIONS}::test_a_session_that_is_used_ends_with_its_lifetime",
        ),
    ),
    Clause(
        "NIST 800-63B-4 5.1 (forgery)",
        "What is posted has an identifier that is checked, against forged requests.",
        excluded=f"{APPLICATION}SameSite=Lax keeps forms of other sites from the "
        "session, and a token in each form is for who makes the form.",
    ),
    Clause(
        "NIST 800-63B-4 5.1 (logoff)",
        "There is a way to log off that is easy to reach.",
        excluded=f"{APPLICATION}`clear` is what its button calls.",
    ),
    Clause(
        "NIST 800-63B-4 5.1.1 (1)",
        "Cookies are Secure.",
        (f"{DEVIATIONS}::test_secure_over_https",),
    ),
    Clause(
        "NIST 800-63B-4 5.1.1 (2, 5)",
        "Cookies reach as few hosts and paths as can be: __Host- and Path=/.",
        (
            f"{DEVIATIONS}::test_host_prefix",
            f"{OPTIONS}::test_the_prefix_fits_path_and_domain",
        ),
    ),
    Clause(
        "NIST 800-63B-4 5.1.1 (3)",
        "Cookies are HttpOnly.",
        (f"{OPTIONS}::test_no_script_sees_the_cookie",),
    ),
    Clause(
        "NIST 800-63B-4 5.1.1 (4)",
        "Cookies expire with the session, which the server ends by itself.",
        (f"{DEVIATIONS}::test_idle_timeout",),
    ),
    Clause(
        "NIST 800-63B-4 5.1.1 (6)",
        "Cookies have SameSite=Lax or Strict.",
        (f"{DEVIATIONS}::test_same_site_lax",),
    ),
    Clause(
        "NIST 800-63B-4 5.1.1 (7)",
        "A cookie holds an opaque text and no personal data in the clear.",
        (f"{DEVIATIONS}::test_random_ids",),
    ),
    Clause(
        "NIST 800-63B-4 5.2",
        "Reauthentication is due after a time, used or not (at AAL2 24 hours and one "
        "hour at most: `lifetime` and `timeout` are 12 hours and one).",
        (
            f"{OPTIONS}::test_a_session_that_is_used_ends_with_its_lifetime",
            f"{DEVIATIONS}::test_idle_timeout",
            f"{OPTIONS}::test_a_timedelta_is_taken",
        ),
    ),
    Clause(
        "NIST 800-63B-4 5.3",
        "Sessions may be watched for signs of fraud.",
        excluded=f"{APPLICATION}sessions here know of no accounts.",
    ),
)


def page() -> str:
    """Return the page as Markdown."""
    lines = [
        "# Sessions against OWASP ASVS 5.0 and NIST SP 800-63B-4",
        "",
        "Each clause, with the tests that hold `sessionkit.web` to it, or why it is "
        "left out. `python -m tests.web.asvs` writes this page from `asvs.py`.",
        "",
        "| Clause | asks | held by |",
        "| --- | --- | --- |",
    ]
    for one in CLAUSES:
        held = "<br>".join(f"`{test}`" for test in one.tests)
        lines.append(f"| {one.number} | {one.asks} | {held or one.excluded} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
