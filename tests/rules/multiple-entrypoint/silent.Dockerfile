FROM alpine:3.20 AS first
ENTRYPOINT ["a"]

FROM first
ONBUILD ENTRYPOINT ["x"]
CMD ["a"]
ENTRYPOINT ["b"]
