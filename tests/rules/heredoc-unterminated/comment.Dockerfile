FROM alpine:3.20
RUN echo # <<EOF
#~         ^^^^^ heredoc-unterminated: no line with `EOF` ends this heredoc
USER nobody
