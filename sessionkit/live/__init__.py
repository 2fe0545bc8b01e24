"""What you look at: a recorder of what stores do, and what is drawn from it."""
