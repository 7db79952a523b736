FROM alpine:3.20 AS build
FROM alpine:3.20 as Build
#~                  ^^^^^ duplicate-stage-name: `Build` is the name of a stage above already
FROM alpine:3.20 AS other
FROM alpine:3.20 AS BUILD
#~                  ^^^^^ duplicate-stage-name: `BUILD` is the name of a stage above already
