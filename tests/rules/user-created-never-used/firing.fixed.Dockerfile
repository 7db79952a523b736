FROM python:3.12
RUN groupadd -r app && useradd -r -g app app
WORKDIR /srv
COPY --chown=app . .
USER app
EXPOSE 80
CMD ["gunicorn", "app:app"]
