"""A laptop: `make run`. Invented people and products may be loaded, and every page says so."""

from compass.settings.base import *  # noqa: F403
from compass.settings.base import INSTALLED_APPS, STORAGES

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DEMONSTRATION = True
INSTALLED_APPS += ["compass.demo"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # nothing is collected: files come from where they are
EMAIL_BACKEND = "compass.foundation.mail.FolderBackend"
