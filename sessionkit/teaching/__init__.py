"""Devices that help to learn: questions, hints, puzzles, and stores to expose."""
