FROM alpine:3.20 AS first
CMD ["a"]
#~ 1-3 multiple-cmd: this CMD never runs: a later one in the stage replaces it
# the one that counts
CMD ["b"]

FROM first
CMD echo one \
#~ 1-3 multiple-cmd: this CMD never runs: a later one in the stage replaces it
    two
ENTRYPOINT ["/bin/sh", "-c"]
CMD c
#~ 1-3 multiple-cmd: this CMD never runs: a later one in the stage replaces it
CMD d
#~ fix: firing.fixed.Dockerfile
