FROM alpine:3.20
RUN apk add --no-cache --allow-untrusted -X https://example.com/alpine tool
#~                     ^^^^^^^^^^^^^^^^^ unsigned-apk: apk installs packages that nobody it knows has signed
RUN wget -q https://example.com/glibc-2.35.apk && apk add --allow-untrusted glibc-2.35.apk
#~                                                        ^^^^^^^^^^^^^^^^^ unsigned-apk: apk installs packages that nobody it knows has signed
RUN curl -fsSLo /tmp/g.apk https://example.com/g.apk
RUN apk --allow-untrusted --no-cache add /tmp/g.apk
#~      ^^^^^^^^^^^^^^^^^ unsigned-apk: apk installs packages that nobody it knows has signed
RUN apk upgrade --allow-untrusted
#~              ^^^^^^^^^^^^^^^^^ unsigned-apk: apk installs packages that nobody it knows has signed
#~ unsafe-fix: firing.fixed.Dockerfile
