FROM python:3.12
CMD ["python", "-m", "http.server"]

FROM python:3.12
CMD ["/bin/sh", "-c", "exec python app.py --port $PORT"]

FROM python:3.12
CMD ["/bin/sh", "-c", "./manage.py migrate && exec gunicorn app:app"]

FROM python:3.12
ENTRYPOINT ["python", "app.py"]
CMD ["--port", "80"]

FROM python:3.12
ENTRYPOINT ["python", "app.py"]

FROM python:3.12
CMD ["./start.sh"]

FROM python:3.12
CMD service cron start; tail -f log | cat

FROM python:3.12
CMD while true; do date; sleep 1; done

FROM python:3.12
CMD ["/bin/sh", "-c", "MODE=web exec python app.py"]

FROM mysql:8
CMD ["mysqld"]

FROM python:3.12
CMD ["/bin/sh", "-c", "FLASK_APP=x exec exec_this 'a \"b\"' > /log"]
