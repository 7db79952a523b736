FROM alpine/git:2.45.2 AS a
ARG VERSION
ARG REPO
RUN git clone --branch v1.2.3 https://example.org/a.git && git clone -b $VERSION https://example.org/a.git
RUN git clone https://example.org/a.git && cd a && git checkout 8a1b2c3
RUN git clone https://example.org/a.git /a && git -C /a reset --hard $VERSION
RUN git clone $REPO && git clone /local/a.git && git clone ../a
RUN git clone --revision=8a1b2c3 https://example.org/a.git

FROM alpine/git:2.45.2
RUN git clone https://example.org/a.git /a
WORKDIR /a
RUN git fetch origin 8a1b2c3 && git checkout FETCH_HEAD
RUN git clone file:///srv/app.git /app
