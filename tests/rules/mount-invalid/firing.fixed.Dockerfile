FROM alpine:3.20
RUN --mount=type=cache,target=/x true
RUN --mount=type=cache,target=/x true
RUN --mount=type=cache,target=/x,sharing=lock true
RUN --mount=type=bind,target=/x,sharing=locked true
RUN --mount=type=tmpfs,target=/x,size=big true
RUN --mount=type=secret true
RUN --mount=type=secret,id=a,from=b true
RUN --mount=type=secret,id=a,src=b true
RUN --mount=type=cache,target=/x,mode=rw true
RUN --mount=type=bind,target=/x,required true
RUN --mount=type=bind,target true
RUN --mount=type=cache,target=/x,ro=maybe true
RUN --mount=type=bind,from=$BASE-x,target=/x true
