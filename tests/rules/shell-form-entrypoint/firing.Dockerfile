FROM python:3.12
CMD python -m http.server
#~ 1-3 shell-form-entrypoint: CMD starts a shell, which passes no signal on

FROM python:3.12
CMD python app.py --port $PORT
#~ 1-3 shell-form-entrypoint: CMD starts a shell, which passes no signal on

FROM python:3.12
CMD ./manage.py migrate && gunicorn app:app
#~ 1-3 shell-form-entrypoint: CMD starts a shell, which passes no signal on

FROM python:3.12
ENTRYPOINT python app.py
#~ 1-10 shell-form-entrypoint: ENTRYPOINT starts a shell, which passes no signal on
CMD ["--port", "80"]

FROM python:3.12
ENTRYPOINT python app.py
#~ 1-10 shell-form-entrypoint: ENTRYPOINT starts a shell, which passes no signal on

FROM python:3.12
CMD ./start.sh
#~ 1-3 shell-form-entrypoint: CMD starts a shell, which passes no signal on

FROM python:3.12
CMD service cron start; tail -f log | cat
#~ 1-3 shell-form-entrypoint: CMD starts a shell, which passes no signal on

FROM python:3.12
CMD while true; do date; sleep 1; done
#~ 1-3 shell-form-entrypoint: CMD starts a shell, which passes no signal on

FROM python:3.12
CMD MODE=web python \
#~ 1-3 shell-form-entrypoint: CMD starts a shell, which passes no signal on
    app.py

FROM mysql:8
CMD mysqld
#~ 1-3 shell-form-entrypoint: CMD starts a shell, which passes no signal on

FROM python:3.12
CMD FLASK_APP=x exec_this 'a "b"' > /log
#~ 1-3 shell-form-entrypoint: CMD starts a shell, which passes no signal on
#~ unsafe-fix: firing.fixed.Dockerfile
