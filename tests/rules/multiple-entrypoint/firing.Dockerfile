FROM alpine:3.20 AS first
ENTRYPOINT ["a"]
#~ 1-10 multiple-entrypoint: this ENTRYPOINT is never used: a later one in the stage replaces it
# the one that counts
ENTRYPOINT ["b"]

FROM first
ENTRYPOINT echo one \
#~ 1-10 multiple-entrypoint: this ENTRYPOINT is never used: a later one in the stage replaces it
    two
CMD ["x"]
ENTRYPOINT c
#~ 1-10 multiple-entrypoint: this ENTRYPOINT is never used: a later one in the stage replaces it
ENTRYPOINT d
#~ fix: firing.fixed.Dockerfile
