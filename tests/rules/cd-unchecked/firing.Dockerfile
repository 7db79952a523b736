FROM debian:12
RUN cd /opt/app; rm -rf cache
#~  ^^^^^^^^^^^ cd-unchecked: if this `cd` fails, the rest runs in the wrong directory
RUN cd /opt/app; make || true
#~  ^^^^^^^^^^^ cd-unchecked: if this `cd` fails, the rest runs in the wrong directory
RUN mkdir x; cd x ; touch y
#~           ^^^^ cd-unchecked: if this `cd` fails, the rest runs in the wrong directory
RUN cd /opt/app;make
#~  ^^^^^^^^^^^ cd-unchecked: if this `cd` fails, the rest runs in the wrong directory
RUN <<EOS
cd /opt/app
#~ 1-11 cd-unchecked: if this `cd` fails, the rest runs in the wrong directory
rm -rf cache
EOS
#~ unsafe-fix: firing.fixed.Dockerfile
