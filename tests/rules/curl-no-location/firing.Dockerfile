FROM debian:12
RUN curl -fsS -o /tmp/tool.tgz https://github.com/example/tool/releases/download/v1/tool.tgz
#~  ^^^^ curl-no-location(warning): curl does not follow the redirect that this address answers with
RUN curl -f https://example.com/a.tgz | tar xz
#~  ^^^^ curl-no-location: curl does not follow redirects here
RUN curl -O http://example.com/${VERSION}.tgz
#~  ^^^^ curl-no-location: curl does not follow redirects here
RUN curl --fail --output a example.com/a
#~  ^^^^ curl-no-location: curl does not follow redirects here
#~ unsafe-fix: firing.fixed.Dockerfile
