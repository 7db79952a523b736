FROM scratch AS base
COPY --chown=app:app server /server
#~           ^^^^^^^ chown-name-in-scratch: an empty base has no account of that name
COPY --chown=10001:app server /server2
#~           ^^^^^^^^^ chown-name-in-scratch: an empty base has no account of that name
FROM scratch
ADD --chown=nobody data.tar.gz /data/
#~          ^^^^^^ chown-name-in-scratch: an empty base has no account of that name
