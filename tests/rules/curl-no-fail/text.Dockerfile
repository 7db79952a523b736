FROM debian:12
RUN V=$(curl -s https://example.com/version) && echo $V
#~      ^^^^ curl-no-fail: curl takes an error page of the server for the file
RUN curl -sL https://example.com/list | grep tool > /list
#~  ^^^^ curl-no-fail: curl takes an error page of the server for the file
RUN curl -sLo /a https://example.com/a; ls
#~  ^^^^ curl-no-fail: curl takes an error page of the server for the file
#~ unsafe-fix: text.fixed.Dockerfile
