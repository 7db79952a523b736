FROM python:3.12 AS build
WORKDIR /srv
COPY . .
RUN pip install -r requirements.txt && chown -R app /srv
USER app
#~   ^^^ user-undefined: there is no account `app` in the image
RUN id
FROM scratch
COPY --from=build /srv/app /app
USER nobody
#~   ^^^^^^ user-undefined: there is no account `nobody` in the image
ENTRYPOINT ["/app"]
