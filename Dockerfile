FROM python:3.12-slim
WORKDIR /srv
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY src src
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && useradd --create-home trimtab && mkdir /data && chown trimtab /data
USER trimtab
ENV TRIMTAB_DATA=/data
EXPOSE 8000
CMD ["trimtab", "web"]
