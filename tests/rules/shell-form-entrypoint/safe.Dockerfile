FROM debian:12
CMD nginx -g 'daemon off;'
#~ 1-3 shell-form-entrypoint: CMD starts a shell, which passes no signal on

FROM debian:12
ENTRYPOINT sleep infinity
#~ 1-10 shell-form-entrypoint: ENTRYPOINT starts a shell, which passes no signal on
#~ fix: safe.fixed.Dockerfile
