# The version.
#~ 1-14 invalid-definition-description: this comment does not begin with `VERSION`
ARG VERSION=1.0
# base is the first
# of all stages
#~ 1-15 invalid-definition-description: this comment does not begin with `base`
FROM alpine:3.20 AS base
  # Two things
#~^^^^^^^^^^^^ invalid-definition-description: this comment does not begin with `A`
  ARG A B=1
#~ fix: firing.fixed.Dockerfile
