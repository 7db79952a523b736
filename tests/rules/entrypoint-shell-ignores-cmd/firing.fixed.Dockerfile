FROM alpine:3.20 AS one
CMD ["-p", "8080"]
ENTRYPOINT ["httpd", "-f"]

FROM alpine:3.20 AS below
ENTRYPOINT ["serve", "--fast", "a b"]
FROM below AS two
CMD ["--port", "1"]
FROM two
CMD ["--port", "2"]

FROM alpine:3.20
ENTRYPOINT cd /srv && ./run $HOME
CMD a
