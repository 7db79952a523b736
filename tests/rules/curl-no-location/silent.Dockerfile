FROM debian:12
RUN curl -fsSL -o a https://example.com/a && curl --location -O https://example.com/b
RUN curl -fLO https://example.com/c && curl --max-redirs 0 -O https://example.com/c
RUN curl -X POST -d x https://example.com/hook > /tmp/answer && curl -I https://example.com > /h
RUN curl -s http://localhost/health > /tmp/h && curl -s http://mirror/x -o x
RUN curl -o y "$URL" && curl $OPTS -o z https://example.com/z
RUN curl https://example.com/ping
RUN curl -O ftp://example.com/f
RUN V=$(curl -s https://github.com/team/app/releases/latest | sed 's/.*tag.//') && echo "$V"
