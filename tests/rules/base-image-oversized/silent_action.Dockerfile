FROM golang:1.23
COPY . /src
RUN cd /src && go build -o /usr/local/bin/checker .
# An action: it works on the user's sources, and may build them.
WORKDIR /github/workspace
ENTRYPOINT ["checker"]
