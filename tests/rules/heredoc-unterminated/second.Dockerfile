FROM alpine:3.20
COPY <<ONE <<TWO /etc/
#~         ^^^^^ heredoc-unterminated: no line with `TWO` ends this heredoc
first
ONE
second
