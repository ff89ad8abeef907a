"""The launcher and the delivery files, tested with real processes and without Django."""
