FROM alpine:3.20 AS first
HEALTHCHECK NONE
#~ 1-11 multiple-healthcheck: this HEALTHCHECK is never used: a later one in the stage replaces it
# the one that counts
HEALTHCHECK --interval=5s \
    CMD true

FROM first
HEALTHCHECK CMD true
#~ 1-11 multiple-healthcheck: this HEALTHCHECK is never used: a later one in the stage replaces it
CMD ["x"]
HEALTHCHECK NONE
#~ fix: firing.fixed.Dockerfile
