# syntax=docker/dockerfile:1

# syntax=docker/dockerfile:1.4
#~ 1-30 misplaced-parser-directive: `syntax=docker/dockerfile:1.4` is a plain comment here
FROM alpine:3.20
