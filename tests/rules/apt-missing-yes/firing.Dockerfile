FROM debian:12
RUN apt-get update && apt-get install curl
#~                    ^^^^^^^^^^^^^^^^^^^^ apt-missing-yes: `apt-get install` waits for an answer that nobody gives
RUN apt install --no-install-recommends \
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^... apt-missing-yes: `apt install` waits for an answer that nobody gives
        git \
        make
RUN DEBIAN_FRONTEND=noninteractive apt-get -q upgrade
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ apt-missing-yes: `apt-get upgrade` waits for an answer that nobody gives
RUN if true; then sudo apt-get remove gcc; fi
#~                ^^^^^^^^^^^^^^^^^^^^^^^ apt-missing-yes: `apt-get remove` waits for an answer that nobody gives
RUN bash -c 'apt-get install jq'
#~           ^^^^^^^^^^^^^^^^^^ apt-missing-yes: `apt-get install` waits for an answer that nobody gives
RUN <<EOS
apt-get purge perl
#~ 1-18 apt-missing-yes: `apt-get purge` waits for an answer that nobody gives
EOS
ONBUILD RUN apt-get install less
#~          ^^^^^^^^^^^^^^^^^^^^ apt-missing-yes: `apt-get install` waits for an answer that nobody gives
RUN ["apt-get", "install", "tar"]
#~    ^^^^^^^^^^^^^^^^^^^^^^^^^ apt-missing-yes: `apt-get install` waits for an answer that nobody gives
RUN ["sh", "-c", "apt-get install gzip"]
#~                ^^^^^^^^^^^^^^^^^^^^ apt-missing-yes: `apt-get install` waits for an answer that nobody gives
#~ fix: firing.fixed.Dockerfile
