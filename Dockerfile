FROM python:3.12-slim
WORKDIR /srv
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY src src
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && useradd --uid 10001 --create-home trimtab \
    && mkdir --mode 700 /data && chown trimtab:trimtab /data
# By number, so that it can be seen from outside that this is not root. A new volume at /data takes its owner from here.
USER 10001:10001
ENV TRIMTAB_DATA=/data
VOLUME /data
EXPOSE 8000
CMD ["trimtab", "web"]
