"""What was done and what came back: operations, answers, traces, values."""
