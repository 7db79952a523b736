ARG GLOBAL=g
FROM world AS tools
RUN echo tool > /tool
FROM world AS base
ARG GLOBAL
ARG MODE=fast WIDE="a b"
RUN <<EOF
echo one
echo two > /two
EOF
RUN <<EOF cat > /cat
some text
EOF
RUN cat <<A <<B > /ab
aa
A
bb
B
RUN --mount=type=cache,target=/root/.cache --mount=type=bind,from=tools,source=/tool,target=/t \
    --network=none \
    # a comment
    cp /t /copied && \

    echo "${MODE}"
COPY --from=tools --chmod=0755 /tool /bin/tool
COPY --link a.txt b.txt /linked/
COPY --link --chown=1:1 folder /linkdir
COPY <<EOF /made
made $GLOBAL
EOF
COPY <<a <<b /several/
aa
a
bb
b
COPY ["a.txt", "/with space/"]
COPY a.txt $MODE/
COPY ./folder/ .
FROM base
ENV PATH=/opt/bin:$PATH
ENV X=1 \
    Y="q\"uoted" \
    Z=$X
LABEL a=1 \
      b="x"
WORKDIR $MODE
WORKDIR /w/$GLOBAL
ENV EMPTY=
USER $MODE:$MODE
EXPOSE $X-3
VOLUME $MODE
CMD ["a b", "c"]
HEALTHCHECK NONE
ENTRYPOINT exec $MODE
ONBUILD RUN x
STOPSIGNAL 9
