FROM python:3.12
RUN pip install flask
#~              ^^^^^ pip-unpinned: `flask` without a version
RUN pip3 install --no-cache-dir flask==3.0.3 requests "celery[redis]" gunicorn
#~                                           ^^^^^^^^ pip-unpinned: `requests` and 2 more without a version
RUN python -m pip install --upgrade pip setuptools
#~                                  ^^^ pip-unpinned(info): `pip` and `setuptools` without a version
RUN pip install -r requirements.txt gunicorn
#~                                  ^^^^^^^^ pip-unpinned: `gunicorn` without a version
RUN pip install git+https://github.com/pallets/flask.git
#~              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pip-unpinned: `git+https://github.com/pallets/flask.git` without a version
RUN ["pip", "install", "flask"]
#~                      ^^^^^ pip-unpinned: `flask` without a version
RUN uv pip install --system flask && pipx install ruff && uv tool install black
#~                          ^^^^^ pip-unpinned: `flask` without a version
#~                                                ^^^^ pip-unpinned: `ruff` without a version
#~                                                                        ^^^^^ pip-unpinned: `black` without a version
RUN apt-get update && \
    pip install \
      # the server
      gunicorn \
#~    ^^^^^^^^ pip-unpinned: `gunicorn` without a version
      uvicorn==0.30.1
ONBUILD RUN pip install flask
#~                      ^^^^^ pip-unpinned: `flask` without a version
RUN pip install --pre --index-url https://pypi.example.org/simple flask
#~                                                                ^^^^^ pip-unpinned: `flask` without a version
RUN pip install requests>=2
#~              ^^^^^^^^ pip-unpinned: `requests` without a version
RUN pip install git+https://github.com/me/mine.git#egg=mine git+ssh://git@github.com/me/mine.git
#~              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pip-unpinned: `git+https://github.com/me/mine.git#egg=m...` and 1 more without a version
