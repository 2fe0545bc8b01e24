"""Lanes: who did what, one lane for each session or for each of two requests."""
