FROM ubuntu:14.04
RUN gem install --no-document rake:10.0.0
