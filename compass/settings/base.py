"""What every environment shares. A value that differs between machines comes from `env`."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF

from compass.settings import env
from compass.settings.api import DOCUMENT, FRAMEWORK
from compass.settings.schedule import SCHEDULE

BASE_DIR = env.BASE_DIR
STATE_DIR = env.folder("COMPASS_STATE_DIR", BASE_DIR / ".local" / "dev")
ASSETS_DIR = env.folder("COMPASS_ASSETS_DIR", BASE_DIR / ".local" / "assets")
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
DEMONSTRATION = env.switch("COMPASS_DEMONSTRATION", default=False)

SECRET_KEY = env.text("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "compass.foundation",
    "compass.accounts",
    "evidence",
    "trusts",
    "passports",
    "compass.guide",
    "compass.notices",
    "compass.watch",
    "compass.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_structlog",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pghistory",
    "pgtrigger",
    "rest_framework",
]

MIDDLEWARE = [
    "compass.foundation.web.page_cache.PageCache",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "compass.watch.midnight.JudgeAtMidnight",  # before whatever may answer from a cache
    "compass.foundation.web.middleware.RefuseBrokenText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "compass.foundation.web.bodies.RefuseLargeBodies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "compass.foundation.web.middleware.PrivatePages",
    "compass.foundation.web.middleware.Refusals",
    "compass.foundation.web.middleware.HistoryContext",
]

ROOT_URLCONF = "compass.urls"
WSGI_APPLICATION = "compass.wsgi.application"

TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "compass.foundation.web.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "compass.foundation.web.context.page",
                "compass.site.menu.menu",
            ],
        },
    },
    # Only for the pages that libraries bring with them (API documentation, sign-in e-mails).
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DATABASES = {"default": env.database("DATABASE_URL")}
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "pool": {"min_size": 1, "max_size": env.integer("DATABASE_POOL_SIZE", 8), "timeout": 10},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "compass.foundation.cache.FailingOpen",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},  # seconds; a silent server must not hold a page
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "compass.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail from us, and the page tells nobody
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with an invitation sent to that address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60  # seconds: room for the first three tries of the outbox
ACCOUNT_FORMS = {
    "login": "compass.accounts.forms.SignInForm",
    "reset_password": "compass.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "compass.accounts.forms.NewPasswordForm",
}

SESSION_ENGINE = (
    "django.contrib.sessions.backends.db"  # one row by its key: no cache whose absence would sign people out
)
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "compass.site.web.errors.form_expired"
X_FRAME_OPTIONS = "DENY"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
# What follows these in an address is a secret: kept out of logs, history, caches and referrers.
SECRET_ADDRESSES = ["invitations", "colleague-invitations", "accounts/password/reset/key", "unsubscribe", "calendars"]

# Routes whose pages say the same to everybody who is not signed in: kept until something is committed.
CACHED_PAGES = ["start", "innovations", "innovation", "compare", "passport", "organisations", "organisation"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the design system's stylesheet carries two icons as data
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "static/"
STATIC_ROOT: Path | None = env.folder("STATIC_ROOT", STATE_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static" / "public", ASSETS_DIR]
MEDIA_ROOT = env.folder("MEDIA_ROOT", STATE_DIR / "media")
STORAGES = {
    "default": env.storage("DOCUMENT_STORAGE"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
FILE_UPLOAD_PERMISSIONS = 0o600
DOCUMENT_MAX_BYTES = 20 * 1024 * 1024
CLAMAV_ADDRESS = env.scanner("CLAMAV_ADDRESS")  # empty: documents count as clean, and say that they were not scanned
# Signatures move on: a document that was cleared is scanned again after this many days, and stays readable meanwhile.
DOCUMENT_RESCAN_DAYS = env.integer("DOCUMENT_RESCAN_DAYS", 30)
# Times an hour for each person, by the name of the route: an invitation writes to a stranger, a document takes room,
# and what an organisation keeps stays.
HOURLY_LIMITS = {
    "nominate": 30,
    "colleagues": 30,
    "add-document": 120,
    "api-pack-documents": 120,
    "api-access": 30,
    "api-token": 240,
    "kept-over-signing-in": 30,
    "picture": 60,
    "renew-certificate": 60,
    "api-pack-certificate-renewals": 60,
    "hand-in-evidence": 60,
    "import-pack": 120,  # each is sent twice: to see what would change, and to bring it in
    "keep-search": 60,
    "api-search-records": 60,
    "save-search": 60,
    "api-saved-searches": 60,
    "start-shortlist": 60,
    "api-shortlists": 60,
    "give-opinion": 120,
    "api-shortlist-entry": 240,  # a vote, a note and a place are sent one by one
    "edit-note": 120,
    "api-shortlist-note": 120,
    "start-evaluation": 60,
    "api-evaluations": 60,
    # Each is told by email, to whoever follows or answered, or to who published.
    "publish-need": 30,
    "api-needs": 30,
    "change-need": 30,
    "api-need": 30,
    "answer-need": 60,
    "api-need-answers": 60,
    "add-webhook": 60,
    "test-webhook": 10,
    "replay-webhook": 60,
}

# Only for tests and demonstrations: webhooks may then go to this machine, without TLS. Production refuses it.
WEBHOOKS_TO_THIS_MACHINE = env.switch("WEBHOOKS_TO_THIS_MACHINE", default=False)

DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "MedTech Compass <no-reply@compass.example>")
MAIL_DIR = STATE_DIR / "mail"

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_TRANSPORT = "compass.foundation.broker:Transport"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE = SCHEDULE

PGHISTORY_APPEND_ONLY = True
# Safety notices are fetched from these addresses only, and only where that is switched on.
SAFETY_NOTICES_FETCHED = env.switch("SAFETY_NOTICES_FETCHED", default=False)
SAFETY_NOTICE_ADDRESSES = {
    "GOVUK": (
        "https://www.gov.uk/api/search.json?filter_format=medical_safety_alert&order=-public_timestamp&count=100"
        "&fields=title,link,description,public_timestamp,format,alert_type"
    ),
    "FDA": "https://api.fda.gov/device/enforcement.json?sort=report_date:desc&limit=100",
}
# Recalls of the FDA are read back to the first of January of this year.
FDA_RECALLS_FROM_YEAR = env.integer("FDA_RECALLS_FROM_YEAR", 2016)
# Keys that sign credentials and the sealed log, the newest first; without any, one is made and kept in this file.
SIGNING_KEYS = env.pems("SIGNING_KEYS")
SIGNING_KEY_FILE = STATE_DIR / "signing-key.pem"

# A passport's official lifetime is not published (DOMAIN.md); until it is, ours is a setting.
PASSPORT_LIFE_MONTHS = env.integer("PASSPORT_LIFE_MONTHS", 24)
PASSPORT_EXPIRING_DAYS = env.integer("PASSPORT_EXPIRING_DAYS", 90)
# How long a passport counts after the organisation that assessed has closed and nobody took over.
PASSPORT_DAYS_AFTER_CLOSURE = env.integer("PASSPORT_DAYS_AFTER_CLOSURE", 180)
# The first request of a day has judged what turns that day (compass.watch.midnight).
JUDGE_BEFORE_READING = True

REST_FRAMEWORK = FRAMEWORK
SPECTACULAR_SETTINGS = DOCUMENT

LOG_LEVEL = env.text("LOG_LEVEL", "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "compass.foundation.logs.MaskedFormatter", "processor": "ext://compass.foundation.logs.render"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
