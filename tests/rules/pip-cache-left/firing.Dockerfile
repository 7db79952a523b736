FROM python:3.12
RUN pip install flask==3.0.3
#~  ^^^^^^^^^^^ pip-cache-left: `pip install` keeps its cache in this layer
RUN apt-get update && \
    python3 -m pip install -U -r requirements.txt && \
#~             ^^^^^^^^^^^ pip-cache-left: `pip install` keeps its cache in this layer
    rm -rf /var/lib/apt/lists/*
RUN ["pip3", "install", "flask==3.0.3"]
#~    ^^^^^^^^^^^^^^^ pip-cache-left: `pip install` keeps its cache in this layer
RUN uv pip install --system flask==3.0.3 && uv sync --frozen
#~  ^^^^^^^^^^^^^^ pip-cache-left: `uv pip install` keeps its cache in this layer
#~                                          ^^^^^^^ pip-cache-left: `uv sync` keeps its cache in this layer
# A mount elsewhere is no help.
RUN --mount=type=cache,target=/var/cache/apt pip install flask==3.0.3
#~                                           ^^^^^^^^^^^ pip-cache-left: `pip install` keeps its cache in this layer
# The cleaning comes first, or in another layer.
RUN rm -rf /root/.cache && pip3.11 install flask==3.0.3
#~                         ^^^^^^^^^^^^^^^ pip-cache-left: `pip install` keeps its cache in this layer
RUN rm -rf /root/.cache
# What pip makes of an empty value: nothing.
RUN PIP_NO_CACHE_DIR= pip install flask==3.0.3
#~                    ^^^^^^^^^^^ pip-cache-left: `pip install` keeps its cache in this layer
RUN pip --cache-dir /var/pip install flask==3.0.3
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pip-cache-left: `pip install` keeps its cache in this layer
RUN --mount=type=cache,target=/root/.cache/pip XDG_CACHE_HOME=/var/xdg pip install flask==3.0.3
#~                                                                     ^^^^^^^^^^^ pip-cache-left: `pip install` keeps its cache in this layer
RUN bash -c "cd /srv && pip install flask==3.0.3" && sh -c 'pip install flask==3.0.3'
#~                      ^^^^^^^^^^^ pip-cache-left: `pip install` keeps its cache in this layer
#~                                                          ^^^^^^^^^^^ pip-cache-left: `pip install` keeps its cache in this layer
RUN "pip" install "flask==3.0.3" && command -v flask
#~  ^^^^^^^^^^^^^ pip-cache-left: `pip install` keeps its cache in this layer
RUN <<EOS
set -e
pip install flask==3.0.3
#~ 1-11 pip-cache-left: `pip install` keeps its cache in this layer
EOS
ONBUILD RUN pip install -r requirements.txt
#~          ^^^^^^^^^^^ pip-cache-left: `pip install` keeps its cache in this layer
#~ fix: firing.fixed.Dockerfile
