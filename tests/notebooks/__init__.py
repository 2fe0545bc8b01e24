"""What keeps the notebooks reproducible, checked and in step with solutions."""
