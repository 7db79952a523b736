ARG MODE
FROM debian:12 AS build
RUN chmod 777 /nobody-takes-this
FROM debian:12
ARG MODE
RUN chmod 1777 /tmp && chmod 755 /a && chmod 644 /b && chmod u+w,g+w /c && chmod +w /d
RUN chmod a+rwxt /tmp && chmod o-w /e && chmod a+w,o-w /f && chmod $MODE /g && chmod 2775 /h
RUN chmod 666 /dev/null && mkdir -m 1777 /var/tmp && chmod --reference=/a /b && chmod 77 /i
RUN echo chmod 777 /srv
COPY --chmod=755 . /app
COPY --chmod=$MODE . /app
RUN dir="$(mktemp -d)" && chmod 777 "$dir" && ./build "$dir" && rm -rf "$dir"
