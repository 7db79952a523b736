FROM alpine:3.20 AS one
CMD ["-p", "8080"]
#~ 1-3 entrypoint-shell-ignores-cmd: this CMD is without effect: the shell form of ENTRYPOINT drops it
ENTRYPOINT httpd -f

FROM alpine:3.20 AS below
ENTRYPOINT exec serve --fast "a b"
FROM below AS two
CMD ["--port", "1"]
#~ 1-3 entrypoint-shell-ignores-cmd: this CMD is without effect: the shell form of ENTRYPOINT drops it
FROM two
CMD ["--port", "2"]
#~ 1-3 entrypoint-shell-ignores-cmd: this CMD is without effect: the shell form of ENTRYPOINT drops it

FROM alpine:3.20
ENTRYPOINT cd /srv && ./run $HOME
CMD a
#~ 1-3 entrypoint-shell-ignores-cmd: this CMD is without effect: the shell form of ENTRYPOINT drops it
#~ unsafe-fix: firing.fixed.Dockerfile
