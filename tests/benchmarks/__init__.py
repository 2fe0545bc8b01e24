"""What sessionkit costs, against a floor in the same run."""
