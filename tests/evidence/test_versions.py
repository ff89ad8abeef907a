"""A version of a product has one spelling, so that it cannot be assessed twice under two."""

from __future__ import annotations

import pytest

from compass.foundation.errors import Refused
from evidence.operations.packs import start_pack


@pytest.mark.parametrize("spelling", ["1.0B", " 1.0b ", "1.0\uff42", "\uff11.0b"])
def test_another_spelling_of_a_version_is_not_another_version(story, spelling):
    story.version = "1.0b"
    story.assessment()
    with pytest.raises(Refused, match="already has an evidence pack"):
        start_pack(innovation=story.innovation, product_version=spelling, by=story.maker, now=story.now)
    assert start_pack(innovation=story.innovation, product_version="1.1", by=story.maker, now=story.now).revision == 1
