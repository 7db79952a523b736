FROM --platform=${TARGETPLATFORM:-linux/amd64} alpine:3.20
#~   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ from-platform-redundant: `${TARGETPLATFORM:-linux/amd64}` is what FROM takes anyway
#~ unsafe-fix: default.fixed.Dockerfile
