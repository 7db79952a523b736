FROM python:3.12
RUN pip install --index-url https://pypi.org/simple flask==3.0.3
RUN pip install --trusted-host localhost --trusted-host=127.0.0.1:3141 flask==3.0.3
RUN pip config set global.index-url https://pypi.org/simple
RUN echo pip install --trusted-host pypi.org
ENV PIP_TRUSTED_HOST=
RUN pip config set global.trusted-host ""
