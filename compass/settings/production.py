"""Production: refuses to start when a setting would be unsafe."""

from django.core.exceptions import ImproperlyConfigured

from compass.settings import env
from compass.settings.base import *  # noqa: F403
from compass.settings.base import REST_FRAMEWORK, SECRET_KEY, SIGNING_KEYS, SITE_URL

if env.switch("DEBUG", default=False):
    raise ImproperlyConfigured("DEBUG may not be on in production. Remove DEBUG from the environment.")
_LENGTH, _DIFFERENT = 50, 12
if len(SECRET_KEY) < _LENGTH or len(set(SECRET_KEY)) < _DIFFERENT or SECRET_KEY.startswith("django-insecure"):
    raise ImproperlyConfigured(
        "SECRET_KEY is too weak for production: at least 50 characters, made at random. "
        'Make one with: python -c "import secrets; print(secrets.token_urlsafe(64))"'
    )
if not SIGNING_KEYS or "PRIVATE KEY-----" not in SIGNING_KEYS[0]:
    raise ImproperlyConfigured(
        "SIGNING_KEYS must begin with a private key: passports and the public log are signed with it. Make one with: "
        "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 | base64 -w0"
    )
if env.switch("COMPASS_DEMONSTRATION", default=False):
    raise ImproperlyConfigured("Demonstration data is refused in production. Remove COMPASS_DEMONSTRATION.")

if env.switch("WEBHOOKS_TO_THIS_MACHINE", default=False):
    raise ImproperlyConfigured(
        "WEBHOOKS_TO_THIS_MACHINE may not be on in production: strangers could reach what only this machine may. "
        "Remove it from the environment."
    )

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
if not ALLOWED_HOSTS or any(host.startswith(".") or "*" in host for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name each host in full; a wildcard or an empty list is refused.")
if not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must begin with https:// in production: links in e-mails are built from it.")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", [])

# Both limit by address, and must not take the proxy for the person.
REST_FRAMEWORK["NUM_PROXIES"] = ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("NUM_PROXIES", 1)
globals().update(env.email("EMAIL_URL"))
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # load balancers and containers ask over plain HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
