"""The one way to Node: one process and one npm install, for FortJs and its peers."""
