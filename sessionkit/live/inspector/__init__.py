"""The inspector: a widget that shows a recorder, and what it sends to its page."""
