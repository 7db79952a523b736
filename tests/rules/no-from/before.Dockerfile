# A comment may stand here.
LABEL a=b
#~ 1-5 no-from: `LABEL` stands before the first FROM
FROM alpine:3.20
RUN true
