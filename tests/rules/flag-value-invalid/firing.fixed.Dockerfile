FROM --platform alpine:3.20
COPY --chown 1000 a b
COPY --link=yes a b
COPY --parents= a b
ADD --keep-git-dir=1 a b
RUN --network=host true
RUN --security=unconfined true
RUN --mount true
RUN --device=a,b true
