"""A workshop about the session store: build it, check it against FortJs, watch it."""
