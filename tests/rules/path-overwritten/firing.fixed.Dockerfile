FROM debian:12
ENV PATH=/opt/app/bin:$PATH
ENV APP=/opt/app VENV=/venv
ENV A=1 PATH="$APP/bin:${VENV}/bin:$PATH"
ENV PATH /opt/bin:/usr/local/bin:$PATH
ENV LD_LIBRARY_PATH=/opt/lib
ENV LD_LIBRARY_PATH=/other/lib:$LD_LIBRARY_PATH
ARG DIR
ENV PATH=${DIR}/bin:$PATH
ONBUILD ENV PATH=/x:$PATH
FROM registry.example.org/team/base:1
ENV PATH=/opt/bin:$PATH
