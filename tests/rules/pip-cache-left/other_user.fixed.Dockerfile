FROM python:3.12
USER app
# Whose cache this mount holds is not known.
RUN --mount=type=cache,target=/home/app/.cache/pip pip install flask==3.0.3
RUN pip install flask==3.0.3 && rm -rf /home/app/.cache
RUN pip install --no-cache-dir flask==3.0.3
