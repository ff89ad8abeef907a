"""A file that was judged before it was kept: what comes when a pack is frozen cannot be quarantined."""

from __future__ import annotations

from django.db import models

from compass.foundation.text import LINE_MAX


class JudgedFile(models.Model):
    """The facts of such a file; whatever brings it has a table of its own, with its own rules."""

    original_name = models.CharField(max_length=LINE_MAX)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=200)
    # Engine and signatures, as the scanner names them; empty because no scanner is set up.
    scanned_by = models.CharField(max_length=LINE_MAX, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
