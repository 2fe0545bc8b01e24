"""What the command does for a learner and a teacher: lab, doctor, loading a store."""
