FROM ubuntu:14.04
RUN pip install --no-cache-dir flask==3.0.3
