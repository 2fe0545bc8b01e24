"""Other people's session systems, driven as they are, for comparison with FortJs."""
