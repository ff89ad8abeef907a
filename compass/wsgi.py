"""The web application: `gunicorn compass.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from compass.foundation.signing_keys import current_key
from compass.foundation.web.page_cache import SentAgain

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compass.settings.development")
application = SentAgain(get_wsgi_application())

# A server with a key that cannot be read must not start, rather than fail at the first passport.
current_key()
