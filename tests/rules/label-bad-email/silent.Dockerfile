#~ args: --label contact=email
ARG CONTACT
FROM alpine:3.20
ARG CONTACT
LABEL contact=$CONTACT
LABEL contact="harbour@example.org"
LABEL contact="The Harbour Team <harbour@example.org>"
LABEL maintainer="the harbour team"
