# The image of our service.
# syntax=docker/dockerfile:1
#~ 1-28 misplaced-parser-directive: `syntax=docker/dockerfile:1` is a plain comment here
FROM alpine:3.20
# escape=`
#~ 1-10 misplaced-parser-directive: `escape=`` is a plain comment here
RUN true \
  # check=skip=all
#~^^^^^^^^^^^^^^^^ misplaced-parser-directive: `check=skip=all` is a plain comment here
  true
#~ unsafe-fix: firing.fixed.Dockerfile
