FROM --platform=$TARGETPLATFORM alpine:3.20
#~   ^^^^^^^^^^^^^^^^^^^^^^^^^^ from-platform-redundant: `$TARGETPLATFORM` is what FROM takes anyway
FROM --platform=${TARGETPLATFORM} \
#~   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ from-platform-redundant: `${TARGETPLATFORM}` is what FROM takes anyway
    alpine:3.20
from --platform="$TARGETPLATFORM" alpine:3.20
#~   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ from-platform-redundant: `$TARGETPLATFORM` is what FROM takes anyway
#~ fix: firing.fixed.Dockerfile
