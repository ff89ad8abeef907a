# One image for web, worker, beat and migration; docker-compose.yml says which is which.

# Styles and scripts, built by the same recipe as on a laptop (this image carries the Python that runs it).
FROM node:22-bookworm AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY compass/__init__.py compass/
COPY compass/launch compass/launch
COPY static/src static/src
RUN python3 compass/launch/__main__.py assets

FROM python:3.13-slim-bookworm AS packages
RUN python -m venv /opt/venv
COPY requirements.txt .
# The lock is complete and hashed, so there is nothing to resolve and nothing to trust.
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps -r requirements.txt

FROM python:3.13-slim-bookworm
RUN groupadd --system --gid 10001 compass \
    && useradd --system --uid 10001 --gid compass --home-dir /app --shell /usr/sbin/nologin compass \
    && install -d -o compass -g compass /app /var/lib/compass /var/lib/compass/media
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=compass.settings.production \
    COMPASS_STATE_DIR=/var/lib/compass \
    COMPASS_ASSETS_DIR=/app/assets \
    STATIC_ROOT=/app/staticfiles \
    MEDIA_ROOT=/var/lib/compass/media
COPY --from=packages /opt/venv /opt/venv
COPY --from=assets /build/.local/assets assets
COPY manage.py ./
COPY compass compass
COPY evidence evidence
COPY trusts trusts
COPY passports passports
COPY templates templates
COPY static static
# Collecting reads files only: these values satisfy the settings here and stay in this layer's command, not in the image.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    SIGNING_KEYS="$(printf -- '-----BEGIN PRIVATE KEY-----' | base64 -w0)" \
    ALLOWED_HOSTS=build.invalid SITE_URL=https://build.invalid EMAIL_URL=dummymail:// \
    DATABASE_URL=postgresql://build.invalid/none REDIS_URL=redis://build.invalid \
    python manage.py collectstatic --noinput
USER compass
EXPOSE 8000
# The question names an allowed host, as Django answers to no other.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/health/live/', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0].strip()}), timeout=4)"]
# WEB_CONCURRENCY sets the number of workers; the heartbeat file lives in memory because the disk is read-only. No header
# of a request may say where the site begins or which page is asked for.
CMD ["gunicorn", "compass.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--forwarder-headers", "", "--access-logfile", "-", "--logger-class", "compass.foundation.access_log.AccessLog"]
