"""Session stores to use and to learn from."""
