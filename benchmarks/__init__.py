"""Measures the product against a floor that does the same work in the same run: `make bench N=… ONLY=…`."""
