"""The keys that sign: made once where none is given, rotated without losing the old ones, refused when unfit."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured
from joserfc.jwk import ECKey, RSAKey

from compass.foundation.signing_keys import current_key, public_keys


def pem(curve: str = "P-256", *, private: bool = True) -> str:
    return ECKey.generate_key(curve).as_pem(private=private).decode()


def test_a_machine_without_keys_makes_one_that_only_it_may_read(settings, tmp_path):
    settings.SIGNING_KEYS, settings.SIGNING_KEY_FILE = [], tmp_path / "state" / "key.pem"
    assert current_key().is_private
    assert current_key().kid == current_key().thumbprint()
    assert stat.S_IMODE(settings.SIGNING_KEY_FILE.stat().st_mode) == 0o600
    assert [path.name for path in settings.SIGNING_KEY_FILE.parent.iterdir()] == ["key.pem"]


def test_processes_that_start_at_once_sign_with_one_key(settings, tmp_path):
    settings.SIGNING_KEYS, settings.SIGNING_KEY_FILE = [], tmp_path / "key.pem"
    with ThreadPoolExecutor(4) as at_once:
        assert len({key.kid for key in at_once.map(lambda _: current_key(), range(8))}) == 1


def test_the_newest_signs_and_every_public_half_is_published(settings):
    settings.SIGNING_KEYS = [pem(), pem(), pem(private=False)]
    published = public_keys().as_dict(private=False)["keys"]
    assert published[0]["kid"] == current_key().kid
    assert len(published) == 3
    for key in published:
        assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("EC", "P-256", "ES256", "sig")
        assert "d" not in key
    assert all("d" not in key for key in public_keys().as_dict()["keys"])


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ([pem(private=False)], "must be a private one"),
        ([pem("P-384")], "P-256"),
        ([pem(), pem("P-384", private=False)], "P-256"),
        (["nonsense"], "not an EC key"),
        ([RSAKey.generate_key(2048).as_pem(private=True).decode()], "EC key"),
    ],
)
def test_unfit_keys_are_refused(settings, keys, said):
    settings.SIGNING_KEYS = keys
    with pytest.raises(ImproperlyConfigured, match=said):
        current_key()
