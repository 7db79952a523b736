FROM alpine:3.20 AS first
# the one that counts
ENTRYPOINT ["b"]

FROM first
CMD ["x"]
ENTRYPOINT d
