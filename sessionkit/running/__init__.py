"""Doing it on a store: in time, on sessions of its own, one after another or at once."""
