"""The contract as data: the scenarios, each with the rule that it tests."""
