FROM python:3.12
ARG FLASK_VERSION
RUN pip install flask==3.0.3 'requests>=2' celery~=5.4
RUN pip install "requests>=2,<3" 'uvicorn[standard]==0.30.1' flask===3.0.3
RUN pip install flask==${FLASK_VERSION} $EXTRA
RUN pip install -r requirements.txt && pip install --requirement=requirements.txt
RUN pip install . && pip install -e . && pip install -e ".[dev]" && pip install ./lib /src
RUN pip install /wheels/*.whl && pip install lib-1.0-py3-none-any.whl dist/lib-1.0.tar.gz
RUN pip install git+https://github.com/pallets/flask.git@3.0.3
RUN pip install https://example.org/flask-3.0.3.tar.gz
RUN pip install -c constraints.txt flask && pip install --require-hashes -r requirements.txt
RUN pip install --no-index --find-links=/wheels flask
RUN pip uninstall -y flask && pip list && pip check
RUN pipenv install --system && poetry install && uv sync
RUN PIP_CONSTRAINT=constraints.txt pip install flask
RUN echo pip install flask
RUN pip install git+ssh://git@github.com/me/mine.git@v1#egg=mine git+https://u:p@example.org/a@3f2c1d9
