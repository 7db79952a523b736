FROM debian:12
RUN curl -fsSL --cacert /ca.pem https://example.com/a -o a
RUN curl -o -k https://example.com/b && curl --data -k https://example.com/c
RUN curl -k https://localhost/health && curl -sk https://127.0.0.1:8443/
RUN tar -k -xf a.tar && echo curl -k && grep -k x
RUN curl -H "x: -k" https://example.com/d -o d
HEALTHCHECK CMD curl -k https://localhost/
