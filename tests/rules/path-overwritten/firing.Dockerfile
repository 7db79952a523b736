FROM debian:12
ENV PATH=/opt/app/bin
#~       ^^^^^^^^^^^^ path-overwritten: PATH loses the directories of the system's programs
ENV APP=/opt/app VENV=/venv
ENV A=1 PATH="$APP/bin:${VENV}/bin"
#~           ^^^^^^^^^^^^^^^^^^^^^^ path-overwritten: PATH loses the directories of the system's programs
ENV PATH /opt/bin:/usr/local/bin
#~       ^^^^^^^^^^^^^^^^^^^^^^^ path-overwritten: PATH loses the directories of the system's programs
ENV LD_LIBRARY_PATH=/opt/lib
ENV LD_LIBRARY_PATH=/other/lib
#~                  ^^^^^^^^^^ path-overwritten(warning): LD_LIBRARY_PATH loses what this file has put there
ARG DIR
ENV PATH=${DIR}/bin
#~       ^^^^^^^^^^ path-overwritten: PATH loses the directories of the system's programs
ONBUILD ENV PATH=/x
#~               ^^ path-overwritten: PATH loses the directories of the system's programs
FROM registry.example.org/team/base:1
ENV PATH=/opt/bin
#~       ^^^^^^^^ path-overwritten(warning): PATH loses the directories of the system's programs
#~ unsafe-fix: firing.fixed.Dockerfile
