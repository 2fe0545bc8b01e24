"""Several systems on the same scenarios, and a guess beside an answer."""
