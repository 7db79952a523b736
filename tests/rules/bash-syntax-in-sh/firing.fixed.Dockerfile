FROM debian:12
RUN . /etc/profile && make
RUN mkdir -p /srv/{a,b}
RUN make &> /log
RUN cat <<< hello
RUN echo -e "a\nb" > /x
RUN pushd /x && make && popd
