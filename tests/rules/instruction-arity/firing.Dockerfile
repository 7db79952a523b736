FROM alpine:3.20
COPY --from=x /a
#~ 1-4 instruction-arity: COPY takes at least two arguments
COPY ["one"]
#~ 1-4 instruction-arity: COPY takes at least two arguments
ADD a
#~ 1-3 instruction-arity: ADD takes at least two arguments
STOPSIGNAL
#~ 1-10 instruction-arity: STOPSIGNAL takes exactly one argument
USER
#~ 1-4 instruction-arity: USER takes exactly one argument
WORKDIR
#~ 1-7 instruction-arity: WORKDIR takes exactly one argument
LABEL
#~ 1-5 instruction-arity: LABEL takes at least one argument
ENV
#~ 1-3 instruction-arity: ENV takes at least one argument
EXPOSE
#~ 1-6 instruction-arity: EXPOSE takes at least one argument
VOLUME
#~ 1-6 instruction-arity: VOLUME takes at least one argument
VOLUME [""]
#~       | instruction-arity: VOLUME takes a path that is not empty
SHELL []
#~ 1-5 instruction-arity: SHELL takes at least one argument
HEALTHCHECK
#~ 1-11 instruction-arity: HEALTHCHECK takes at least one argument
HEALTHCHECK NONE please
#~ 1-11 instruction-arity: HEALTHCHECK takes no arguments after NONE
ONBUILD
#~ 1-7 instruction-arity: ONBUILD takes at least one argument
MAINTAINER
#~ 1-10 instruction-arity: MAINTAINER takes exactly one argument
