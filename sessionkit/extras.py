"""The command that installs what an extra of sessionkit brings."""


def installing(extra: str, *options: str) -> str:
    """Return pip's command, with its options, and where to run it.

    It names no package, since PyPI has another project of this name.
    """
    command = " ".join(("python -m pip install", *options))
    return f'{command} -e ".[{extra}]" in your clone'
