FROM alpine:3.20
RUN --mount=target=/x true
RUN --mount=type=bind,from=alpine:3.20,source=/etc,dst=/x,rw true
RUN --mount=type=cache,id=x,target=/x,sharing=locked,mode=0755,uid=1,gid=1,ro=false true
RUN --mount=type=tmpfs,target=/x,size=1.5GiB true
RUN --mount=type=secret,id=x,target=/x,required,env=X true
RUN --mount=type=ssh,required=true true
RUN --mount=type=$T,target=/x,sharing=$S true
RUN "--mount=type=cache,target=/a b" true
