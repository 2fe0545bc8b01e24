"""Two stores beside each other, without a browser."""
