FROM alpine:3.20 AS first
CMD ["a"]

FROM first
HEALTHCHECK CMD true
ONBUILD CMD ["x"]
CMD ["b"]
