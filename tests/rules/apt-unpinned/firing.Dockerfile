FROM debian:12
RUN apt-get update && apt-get install -y curl=7.88.1-10 git \
#~                                                      ^^^ apt-unpinned: `git` and 2 more are in no fixed version
    jq less
RUN apt-get install -y -t bookworm-backports cmake
#~                                           ^^^^^ apt-unpinned: `cmake` is in no fixed version
RUN ["apt-get", "install", "-y", "vim"]
#~                                ^^^ apt-unpinned: `vim` is in no fixed version
ONBUILD RUN apt-get install -y make
#~                             ^^^^ apt-unpinned: `make` is in no fixed version
