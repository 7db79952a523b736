FROM python:3.12
RUN groupadd -r app && useradd -r -g app app
#~                                       ^^^ user-created-never-used: the account `app` is made and never switched to
WORKDIR /srv
COPY --chown=app . .
EXPOSE 80
CMD ["gunicorn", "app:app"]
#~ unsafe-fix: firing.fixed.Dockerfile
