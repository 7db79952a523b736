FROM debian:12
ARG ALL
ENV PATH=/opt/app/bin:$PATH
ENV PATH="${PATH}:/opt/bin"
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/bin
ENV PATH=/opt/bin:/bin
ENV PATH=$ALL
ENV OLD_PATH=$PATH
ENV PATH=/opt/bin:$OLD_PATH
ENV LD_LIBRARY_PATH=/opt/lib
ENV LD_LIBRARY_PATH=/other/lib:$LD_LIBRARY_PATH
ENV NODE_PATH=/opt/node GOPATH=/go
ENV LD_LIBRARY_PATH=/x:/other/lib:/opt/lib

#~ note: nothing to lose
FROM scratch
ENV PATH=/app
FROM mcr.microsoft.com/windows/servercore:ltsc2022
ENV PATH="C:\\app;C:\\Windows"
