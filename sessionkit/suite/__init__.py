"""The contract as data: clauses, their cases, and the protocol to ask any program."""
