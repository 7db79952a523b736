FROM python:3.12
RUN pip install --no-cache-dir flask==3.0.3
RUN apt-get update && \
    python3 -m pip install --no-cache-dir -U -r requirements.txt && \
    rm -rf /var/lib/apt/lists/*
RUN ["pip3", "install", "--no-cache-dir", "flask==3.0.3"]
RUN uv pip install --no-cache --system flask==3.0.3 && uv sync --no-cache --frozen
# A mount elsewhere is no help.
RUN --mount=type=cache,target=/var/cache/apt pip install --no-cache-dir flask==3.0.3
# The cleaning comes first, or in another layer.
RUN rm -rf /root/.cache && pip3.11 install --no-cache-dir flask==3.0.3
RUN rm -rf /root/.cache
# What pip makes of an empty value: nothing.
RUN PIP_NO_CACHE_DIR= pip install --no-cache-dir flask==3.0.3
RUN pip --cache-dir /var/pip install --no-cache-dir flask==3.0.3
RUN --mount=type=cache,target=/root/.cache/pip XDG_CACHE_HOME=/var/xdg pip install --no-cache-dir flask==3.0.3
RUN bash -c "cd /srv && pip install --no-cache-dir flask==3.0.3" && sh -c 'pip install --no-cache-dir flask==3.0.3'
RUN "pip" install --no-cache-dir "flask==3.0.3" && command -v flask
RUN <<EOS
set -e
pip install --no-cache-dir flask==3.0.3
EOS
ONBUILD RUN pip install --no-cache-dir -r requirements.txt
