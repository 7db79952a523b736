ARG OPTIONS="-y"
FROM debian:12
ARG OPTIONS
RUN apt-get install -y curl
RUN apt-get -y install curl
RUN apt-get install --yes curl
RUN apt-get install --assume-yes curl
RUN apt-get install -qq curl
RUN apt-get install -q -q curl
RUN apt-get -q=2 install curl
RUN apt-get install -yq curl
RUN apt-get -qqy install curl
RUN yes | apt-get install curl
RUN apt-get install curl < answers
RUN apt-get -o APT::Get::Assume-Yes=true install curl
RUN apt-get $OPTIONS install curl
RUN apt-get install --download-only curl
RUN apt-get update
RUN apt-get clean
RUN echo apt-get install curl
RUN apt-cache search curl
