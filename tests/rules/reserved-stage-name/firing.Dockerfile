FROM alpine:3.20 AS scratch
#~                  ^^^^^^^ reserved-stage-name: `scratch` is the builder's name for the empty image
FROM alpine:3.20 AS Context
#~                  ^^^^^^^ reserved-stage-name: `Context` is the builder's name for the build context
