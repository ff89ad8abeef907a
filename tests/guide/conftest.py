from __future__ import annotations

import pytest

from tests.guide.catalogue import Catalogue


@pytest.fixture
def catalogue(db) -> Catalogue:
    return Catalogue()
