FROM debian:12
ARG MODE
ARG FULL=x
RUN if [ "$MODE" = dev ]; then echo dev; fi
RUN if [ $FULL = dev ]; then echo dev; fi
RUN if [ x$MODE = xdev ]; then echo dev; fi
RUN if [ -n $MODE ]; then echo dev; fi
RUN A=1; if [ $A = 1 ]; then echo dev; fi
RUN if [ ${MODE:-a} = dev ]; then echo dev; fi
RUN apt-get install $MODE

FROM example.org/own:1
RUN if [ $FROM_BASE = dev ]; then echo dev; fi
