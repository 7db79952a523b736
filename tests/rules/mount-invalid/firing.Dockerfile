FROM alpine:3.20
RUN --mount=type=cahce,target=/x true
#~          ^^^^^^^^^^ mount-invalid: `cahce` needs bind, cache, tmpfs, secret or ssh
RUN --mount=type=cache,tagret=/x true
#~                     ^^^^^^^^^ mount-invalid: mounts have no key `tagret`
RUN --mount=type=cache,target=/x,sharing=lock true
#~                               ^^^^^^^^^^^^ mount-invalid: `lock` needs shared, private or locked
RUN --mount=type=bind,target=/x,sharing=locked true
#~                              ^^^^^^^^^^^^^^ mount-invalid: `sharing` needs a cache mount
RUN --mount=type=tmpfs,target=/x,size=big true
#~                               ^^^^^^^^ mount-invalid: `size` needs a size such as 64m
RUN --mount=type=secret true
#~  ^^^^^^^^^^^^^^^^^^^ mount-invalid: `secret` needs an id, a source or a target
RUN --mount=type=secret,id=a,from=b true
#~                           ^^^^^^ mount-invalid: `from` needs a mount that is no secret
RUN --mount=type=secret,id=a,src=b true
#~                      ^^^^ mount-invalid: `id` needs no source beside it
RUN --mount=type=cache,target=/x,mode=rw true
#~                               ^^^^^^^ mount-invalid: `mode` needs an octal number
RUN --mount=type=bind,target=/x,required true
#~                              ^^^^^^^^ mount-invalid: `required` needs a secret or ssh mount
RUN --mount=type=bind,target true
#~                    ^^^^^^ mount-invalid: `target` needs a value
RUN --mount=type=cache,target=/x,ro=maybe true
#~                               ^^^^^^^^ mount-invalid: `ro` needs true or false
RUN --mount=type=bind,from=$BASE-x,target=/x true
#~                    ^^^^^^^^^^^^ mount-invalid: `from` needs a stage or image without variables
#~ unsafe-fix: firing.fixed.Dockerfile
