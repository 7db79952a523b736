FROM debian:12
RUN mkdir /a && \
#~ 1-3 heredoc-opportunity: a chain of 5 commands would read well as a heredoc
    cd /a && \
    touch b && \
    touch c \
        e && \
    cat b | tee d
RUN mkdir /a && \
#~ 1-3 heredoc-opportunity: a chain of 5 commands would read well as a heredoc
    cd /a && \
    # a comment
    touch b && \
    touch c && touch d
#~ unsafe-fix: firing.fixed.Dockerfile
