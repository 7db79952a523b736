FROM debian:12
RUN cd /tmp && wget https://example.org/x.tar.gz && tar xzf x.tar.gz
RUN mkdir /src && cd /src && make
RUN cd /usr/src/app && make install && rm -rf /usr/src/app
RUN cd /a && make && cd /b && make
RUN (cd /a && make)
RUN cd /a; make
RUN cd $HOME && make
RUN cd - && make
RUN cd /a || exit 1
RUN cd ~ && make
RUN git clone https://example.org/x.git && cd x && make
RUN --mount=type=bind,target=/work cd /work && make
