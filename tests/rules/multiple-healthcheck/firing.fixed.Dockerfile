FROM alpine:3.20 AS first
# the one that counts
HEALTHCHECK --interval=5s \
    CMD true

FROM first
CMD ["x"]
HEALTHCHECK NONE
