"""Two stores on one trace, step by step, with the first difference marked."""
