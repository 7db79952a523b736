FROM alpine:3.20
COPY <<A <<B
#~       ^^^ heredoc-destination: `<<B` is a heredoc, not a place to copy to
1
A
2
B
ADD x <<"A"
#~    ^^^^^ heredoc-destination: `<<"A"` is a heredoc, not a place to copy to
1
A
COPY ["<<A", "<<B"]
#~            ^^^ heredoc-destination: `<<B` is a heredoc, not a place to copy to
