"""The sealed log: each London day's changes under one signed root, so that nobody can rewrite them unseen.

See docs/decisions/0013-sealed-log.md.
"""
