FROM python:3.12
RUN printf '[global]\nno-cache-dir = true\n' >/etc/pip.conf
RUN pip install flask==3.0.3
