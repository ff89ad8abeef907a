"""The test suite: real PostgreSQL, Redis and files, faster password hashing, no connection pool."""

from compass.settings import env
from compass.settings.development import *  # noqa: F403
from compass.settings.development import CACHES, CELERY_BEAT_SCHEDULE, DATABASES, LOGGING

# Each xdist process has a database of its own and drops it: a pool would hold it open.
DATABASES["default"]["OPTIONS"].pop("pool")
# Each test client would list all static files anew.
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "CRITICAL")}}
# Whole products, run beside one another by the browser tests, share one Redis and look for work every second.
_PRODUCT = env.text("TEST_PRODUCT", "")
if _PRODUCT:
    CELERY_TASK_DEFAULT_QUEUE = f"celery-{_PRODUCT}"
    CACHES["default"]["KEY_PREFIX"] = _PRODUCT
    CELERY_BEAT_SCHEDULE = CELERY_BEAT_SCHEDULE | {
        name: CELERY_BEAT_SCHEDULE[name] | {"schedule": 1.0} for name in ("scan-documents", "publish-notices")
    }
# Tests judge what is due step by step: a page that did it for them would hide a step that was forgotten.
JUDGE_BEFORE_READING = bool(_PRODUCT)
