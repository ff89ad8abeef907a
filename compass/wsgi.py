"""The web application: `gunicorn compass.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compass.settings.development")
application = get_wsgi_application()
