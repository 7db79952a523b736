FROM debian:12
RUN curl -sSL -o /usr/local/bin/tool https://example.com/tool && chmod +x /usr/local/bin/tool
#~  ^^^^ curl-no-fail: curl takes an error page of the server for the file
RUN curl https://example.com/a.tgz | tar xz
#~  ^^^^ curl-no-fail: curl takes an error page of the server for the file
RUN cd /tmp \
    && curl --silent --location \
#~     ^^^^ curl-no-fail: curl takes an error page of the server for the file
        --output b https://example.com/${VERSION}/b \
    && ls
RUN ["curl", "-LO", "https://example.com/c"]
#~    ^^^^ curl-no-fail: curl takes an error page of the server for the file
RUN curl -Lo d https://example.com/d
#~  ^^^^ curl-no-fail: curl takes an error page of the server for the file
RUN curl -sk http://example.com/e > /e
#~  ^^^^ curl-no-fail: curl takes an error page of the server for the file
RUN curl -O ftp://example.com/f https://example.com/f
#~  ^^^^ curl-no-fail: curl takes an error page of the server for the file
#~ fix: firing.fixed.Dockerfile
