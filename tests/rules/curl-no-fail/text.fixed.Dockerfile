FROM debian:12
RUN V=$(curl -fs https://example.com/version) && echo $V
RUN curl -fsL https://example.com/list | grep tool > /list
RUN curl -fsLo /a https://example.com/a; ls
