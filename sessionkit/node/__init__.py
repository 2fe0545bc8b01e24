"""The one way to Node: one process, one npm install, one record of what it answers."""
