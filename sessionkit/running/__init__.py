"""Doing it on a store: operation by operation, in time, apart, or overlapping."""
