FROM ubuntu:14.04
RUN pip install flask==3.0.3
#~  ^^^^^^^^^^^ pip-cache-left: `pip install` keeps its cache in this layer
#~ unsafe-fix: ancient.fixed.Dockerfile
