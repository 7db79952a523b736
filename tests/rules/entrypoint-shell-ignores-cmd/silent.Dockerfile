FROM alpine:3.20 AS one
ENTRYPOINT ["httpd", "-f"]
CMD ["-p", "8080"]

FROM alpine:3.20 AS two
ENTRYPOINT httpd -f

FROM alpine:3.20 AS three
CMD httpd -f

#~ note: the text takes what follows
FROM alpine:3.20
ENTRYPOINT exec httpd "$0" "$@"
CMD ["-f"]

#~ note: an ENTRYPOINT throws the CMD below away, so that it misleads nobody here
FROM three
ENTRYPOINT serve

#~ note: the last one counts
FROM alpine:3.20
ENTRYPOINT serve
CMD ["-p"]
ENTRYPOINT ["serve"]
#~ note: takes away the ENTRYPOINT of the base image
FROM python:3.12
ENTRYPOINT
CMD ["x"]
