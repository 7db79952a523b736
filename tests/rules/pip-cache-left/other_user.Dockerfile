FROM python:3.12
USER app
# Whose cache this mount holds is not known.
RUN --mount=type=cache,target=/home/app/.cache/pip pip install flask==3.0.3
RUN pip install flask==3.0.3 && rm -rf /home/app/.cache
RUN pip install flask==3.0.3
#~  ^^^^^^^^^^^ pip-cache-left: `pip install` keeps its cache in this layer
#~ fix: other_user.fixed.Dockerfile
