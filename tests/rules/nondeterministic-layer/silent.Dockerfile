FROM debian:12
ARG SOURCE_DATE_EPOCH=0
# A time that is given.
RUN date -u -d @$SOURCE_DATE_EPOCH > /etc/built
RUN date -r /etc/passwd +%s > /etc/built && date --date=2024-01-01 > /etc/day
# To the log, to a mount, to a file that does not stay, to a name that nobody knows.
RUN date && START=$(date +%s) && make && echo "took $(($(date +%s) - START)) s"
RUN --mount=type=cache,target=/var/cache/app date > /var/cache/app/last
RUN date > /tmp/now && make && rm /tmp/now
RUN touch /tmp/$(date +%s) && rm -f /tmp/[0-9]* && curl -o /app.js "https://example.org/app.js?$(date +%s)"
# Of another make: no bash, so no RANDOM; a script that runs later; a word.
RUN echo $RANDOM > /etc/number
RUN echo 'date > /var/log/started' > /start.sh && echo "date > x" > /etc/date
RUN if [ -n "$STAMP" ]; then date > /etc/built; fi
RUN uname -m > /etc/machine && hostname app
RUN uname --machine > /etc/machine && uname --operating-system > /etc/system
