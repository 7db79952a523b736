FROM alpine:3.20 AS first
# the one that counts
CMD ["b"]

FROM first
ENTRYPOINT ["/bin/sh", "-c"]
CMD d
