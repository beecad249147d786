# Luqin 路勤 in a container: the PWA is built in one stage, the locked Python packages in another, and what runs holds
# neither Node nor pip's cache, as a user without rights. docs/container.md says how to run it.
ARG BASE=python:3.11.14-slim-bookworm

FROM ${BASE} AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv /opt/luqin
COPY requirements/runtime.lock requirements/runtime.lock
RUN /opt/luqin/bin/python -m pip install --no-deps --require-hashes --requirement requirements/runtime.lock

FROM packages AS pwa
COPY requirements/build.lock requirements/build.lock
# The same Node as everywhere else, from the lock.
RUN /opt/luqin/bin/python -m pip install --no-deps --require-hashes --requirement requirements/build.lock
ENV PATH=/opt/luqin/bin:${PATH}
WORKDIR /build/pwa
COPY pwa/package.json pwa/package-lock.json pwa/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY pwa ./
# Without the type check of `npm run build`: that reads the tests, which are not part of the image.
RUN npm exec -- vite build

FROM ${BASE} AS runtime
ENV PATH=/opt/luqin/bin:${PATH} \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PYTHONUTF8=1 \
    PORT=8000 \
    LUQIN_ENV=production \
    LUQIN_DATA_DIR=/var/lib/luqin \
    LUQIN_PWA_DIR=/srv/luqin/pwa/dist
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /srv/luqin --shell /usr/sbin/nologin luqin \
    && install -d -o luqin -g luqin -m 0750 /var/lib/luqin
COPY --from=packages /opt/luqin /opt/luqin
WORKDIR /srv/luqin
COPY migrations migrations
COPY config config
COPY backend backend
COPY --from=pwa /build/pwa/dist pwa/dist
USER 10001:10001
VOLUME /var/lib/luqin
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/health/live', timeout=4)"]
CMD ["python", "-m", "gunicorn", "--config", "config/gunicorn.py", "backend.wsgi:app"]
