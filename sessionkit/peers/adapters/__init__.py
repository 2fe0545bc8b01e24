"""Other people's systems, a small file each."""
