FROM alpine:3.20
RUN apk add --no-cache --virtual .deps gcc musl-dev && pip install x && apk del .deps
CMD ["x"]
