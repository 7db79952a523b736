FROM alpine:3.20
RUN <<EOF
#~  ^^^^^ heredoc-unterminated: no line with `EOF` ends this heredoc
  echo hello
  EOF
