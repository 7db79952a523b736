ARG VERSION=3.20
ARG TAG=${VERSION}
ARG TARGETARCH
ARG HTTP_PROXY
FROM alpine:${TAG} AS below
ARG USED=1
RUN echo $USED
ARG COPIED
COPY $COPIED /srv/
#~ note: a program may read it in its environment
ARG NPM_TOKEN
RUN npm ci
ARG LEVEL
RUN make
ARG SCRIPT
RUN ./build.sh
#~ note: what is there to make the RUN below run again, or to answer questions
ARG CACHEBUST=1
RUN apk upgrade
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get install -y tzdata
#~ note: only the stage that is built on this one uses it, or what is built on the image
ARG LATER
FROM below
RUN echo $LATER
ARG FOR_CHILDREN=1
ONBUILD COPY . /srv
ARG A=1 B=$A
LABEL b=$B
#~ note: a template
FROM alpine:3.20
ARG URL={{ HOST }}/x
