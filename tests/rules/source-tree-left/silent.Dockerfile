FROM debian:12 AS build
RUN git clone https://example.org/tool.git /usr/src/tool && cd /usr/src/tool && make install

FROM debian:12
RUN git clone https://example.org/tool.git /usr/src/tool && cd /usr/src/tool && make install && rm -rf /usr/src/tool
RUN git clone https://example.org/tool.git /usr/src/tool && cd /usr/src/tool && make install && cd .. && rm -rf tool
RUN --mount=type=tmpfs,target=/usr/src git clone https://example.org/tool.git /usr/src/tool && cd /usr/src/tool && make install
WORKDIR /usr/src/app
COPY . .
RUN make install
RUN git clone https://example.org/tool.git /usr/src/tool && cd /usr/src/tool && make
RUN git clone https://example.org/x.git /usr/src/x && cd /usr/src/x && make install
RUN cat /usr/src/x/README
