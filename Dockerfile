# pm-sync alone, for GitLab CI, Jenkins, cron and Kubernetes: `docker run --rm -v "$PWD:/work" IMAGE plan`
FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b AS build
WORKDIR /source
COPY action/requirements.txt action/
RUN python -m venv /opt/pm-sync \
    && /opt/pm-sync/bin/pip install --no-cache-dir --require-hashes --only-binary=:all: --requirement action/requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY config config
COPY connectors connectors
COPY sync sync
RUN /opt/pm-sync/bin/pip install --no-cache-dir --no-deps --no-build-isolation --no-index . \
    && /opt/pm-sync/bin/pip uninstall --yes hatchling pathspec pluggy tomlkit trove-classifiers pip

FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b
# git reads the history and the remote, and pushes; its version is that of the pinned base.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git openssh-client \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory /work \
    && useradd --uid 10001 --create-home pm-sync
COPY --from=build /opt/pm-sync /opt/pm-sync
ENV PATH=/opt/pm-sync/bin:$PATH
USER 10001
WORKDIR /work
ENTRYPOINT ["pm-sync"]
