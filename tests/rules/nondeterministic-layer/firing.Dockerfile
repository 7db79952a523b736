FROM debian:12 AS build
RUN go build -ldflags "-X main.date=$(date -u +%Y-%m-%d)" -o /app .
#~                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nondeterministic-layer: the time of `date` is linked into the program
FROM alpine:3.20
COPY --from=build /app /app
RUN date > /etc/built
#~         ^^^^^^^^^^ nondeterministic-layer: the time of `date` is written to `/etc/built`
RUN echo "built on $(date -u +%FT%TZ) by $(hostname)" >> /etc/built
#~                                                       ^^^^^^^^^^ nondeterministic-layer: the time of `date` is written to `/etc/built`
RUN NOW=$(date +%s) && sed -i "s/NOW/$NOW/" /etc/app.conf
#~                                          ^^^^^^^^^^^^^ nondeterministic-layer: the time of `date` is written to `/etc/app.conf`
RUN uuidgen | tee /etc/id
#~                ^^^^^^^ nondeterministic-layer: the output of `uuidgen` is written to `/etc/id`
RUN cat /proc/sys/kernel/random/uuid > /etc/id
#~                                     ^^^^^^^ nondeterministic-layer: a random text is written to `/etc/id`
RUN tr -dc a-z0-9 </dev/urandom | head -c 32 > /etc/key
#~                                             ^^^^^^^^ nondeterministic-layer: a random text is written to `/etc/key`
RUN uname -r > /etc/kernel
#~             ^^^^^^^^^^^ nondeterministic-layer: the builder's kernel is written to `/etc/kernel`
RUN echo $RANDOM > /etc/number
#~                 ^^^^^^^^^^^ nondeterministic-layer: a random number is written to `/etc/number`
