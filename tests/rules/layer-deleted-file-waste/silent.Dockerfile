FROM debian:12 AS build
COPY tool.deb /tmp/tool.deb
RUN rm /tmp/tool.deb

FROM debian:12
RUN --mount=type=bind,source=tool.deb,target=/tmp/tool.deb dpkg -i /tmp/tool.deb
RUN curl -o /tmp/a https://example.org/a && rm /tmp/a
COPY . /app
RUN rm -rf /app/tests
RUN rm -f /etc/nginx/conf.d/default.conf
RUN apt-get update && apt-get install -y gcc && make && apt-get purge -y gcc
RUN rm -rf "$THING"
COPY a.txt /a.txt
RUN rm -f /b.txt || true
RUN apt-get purge -y curl
RUN echo "deb https://example.org/ stable main" > /etc/apt/sources.list.d/a.list
RUN cp /etc/sudoers /etc/sudoers.bak
WORKDIR /srv
RUN rm /etc/apt/sources.list.d/a.list && mv /etc/sudoers.bak /etc/sudoers
