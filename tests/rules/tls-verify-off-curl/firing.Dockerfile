FROM debian:12
RUN curl -k -o a https://example.com/a && curl -fsSLk https://example.com/b > b
#~       ^^ tls-verify-off-curl: curl takes any certificate, and so any server, for the right one
#~                                                  ^ tls-verify-off-curl: curl takes any certificate, and so any server, for the right one
RUN curl --insecure -O https://example.com/c
#~       ^^^^^^^^^^ tls-verify-off-curl: curl takes any certificate, and so any server, for the right one
RUN curl -LkSs -o d $URL
#~         ^ tls-verify-off-curl: curl takes any certificate, and so any server, for the right one
RUN ["curl", "-k", "https://example.com/e"]
#~            ^^ tls-verify-off-curl: curl takes any certificate, and so any server, for the right one
RUN echo insecure >> ~/.curlrc
#~       ^^^^^^^^ tls-verify-off-curl: every curl from here on takes any certificate
#~ unsafe-fix: firing.fixed.Dockerfile
