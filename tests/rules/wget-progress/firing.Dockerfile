FROM debian:12
RUN wget https://example.com/a
#~  ^^^^ wget-progress: wget fills the build's log with its progress bar
RUN cd /tmp && wget -O- https://example.com/a.tgz | tar xz
#~             ^^^^ wget-progress: wget fills the build's log with its progress bar
RUN ["wget", "https://example.com/a"]
#~    ^^^^ wget-progress: wget fills the build's log with its progress bar
RUN wget \
#~  ^^^^ wget-progress: wget fills the build's log with its progress bar
    --no-check-certificate \
    https://example.com/a
RUN wget $BASE_URL/x.tar.gz
#~  ^^^^ wget-progress: wget fills the build's log with its progress bar

FROM alpine:3.20
RUN wget https://example.com/a
#~  ^^^^ wget-progress: wget fills the build's log with its progress bar

FROM example.com/own/image
RUN wget -c https://example.com/a
#~  ^^^^ wget-progress: wget fills the build's log with its progress bar
#~ fix: firing.fixed.Dockerfile
