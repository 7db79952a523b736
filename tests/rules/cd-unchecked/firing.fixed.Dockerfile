FROM debian:12
RUN cd /opt/app && rm -rf cache
RUN cd /opt/app; make || true
RUN mkdir x; cd x && touch y
RUN cd /opt/app && make
RUN <<EOS
cd /opt/app
rm -rf cache
EOS
