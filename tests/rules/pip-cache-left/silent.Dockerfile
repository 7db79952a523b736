FROM python:3.12 AS build
RUN pip install flask==3.0.3

FROM python:3.12 AS exported
RUN export PIP_NO_CACHE_DIR=1 && pip install flask==3.0.3
ENV PIP_NO_CACHE_DIR=off
RUN pip install flask==3.0.3

FROM python:3.12
RUN pip install --no-cache-dir flask==3.0.3
RUN pip install flask==3.0.3 --no-cache-dir
RUN pip --no-cache-dir install flask==3.0.3
RUN PIP_NO_CACHE_DIR=true pip install flask==3.0.3
RUN env PIP_NO_CACHE_DIR=1 pip install flask==3.0.3
RUN export PIP_NO_CACHE_DIR=1 && pip install flask==3.0.3
RUN pip install flask==3.0.3 && rm -rf /root/.cache
RUN pip install flask==3.0.3 && rm -rf ~/.cache/pip/*
RUN pip install flask==3.0.3 && pip cache purge
RUN --mount=type=cache,target=/root/.cache pip install flask==3.0.3
RUN --mount=type=cache,target=/root/.cache/pip,id=pip pip install flask==3.0.3
RUN --mount=type=tmpfs,target=/root pip install flask==3.0.3
RUN --mount=type=cache,target=/pip PIP_CACHE_DIR=/pip pip install flask==3.0.3
RUN --mount=type=cache,target=/pip pip install --cache-dir /pip flask==3.0.3
RUN --mount=type=cache,target=/root/.cache/uv uv sync --locked
RUN uv pip install --no-cache --system flask==3.0.3
RUN pip install $PIP_OPTIONS flask==3.0.3
RUN pip install --no-index --find-links=/wheels flask==3.0.3
RUN pipenv install --system && pipx install ruff==0.5.0
RUN pip uninstall -y flask && pip list && pip download flask==3.0.3
RUN echo "pip install flask"
ARG PIP_NO_CACHE_DIR=1
RUN pip install flask==3.0.3
COPY --from=build /usr/local/lib/python3.12 /opt/python
RUN pip install --cache-dir=/dev/shm/pip flask==3.0.3
