"""The test suite: real PostgreSQL, Redis and files, faster password hashing, no connection pool."""

from compass.settings import env
from compass.settings.development import *  # noqa: F403
from compass.settings.development import DATABASES, LOGGING

# Each xdist process has a database of its own and drops it: a pool would hold it open.
DATABASES["default"]["OPTIONS"].pop("pool")
# Each test client would list all static files anew.
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "CRITICAL")}}
# Tests judge what is due step by step: a page that did it for them would hide a step that was forgotten.
JUDGE_BEFORE_READING = False
