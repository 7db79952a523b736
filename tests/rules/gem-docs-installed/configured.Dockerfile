FROM debian:12
RUN echo "gem: --no-document" >/etc/gemrc && gem install rake:13.2.1
