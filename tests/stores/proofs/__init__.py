"""Long proofs as commands; ``tests/stores/test_proofs.py`` runs each for a moment."""
