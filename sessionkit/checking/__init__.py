"""Where a store differs from FortJs: the check, its report and its hints."""
