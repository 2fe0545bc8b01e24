"""Lanes, without a browser."""
