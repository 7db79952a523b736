FROM debian:12
RUN source /etc/profile && make
#~  ^^^^^^ bash-syntax-in-sh(error): this /bin/sh is dash, which does not know `source`
RUN mkdir -p /srv/{a,b}
#~           ^^^^^^^^^^ bash-syntax-in-sh: this /bin/sh is dash, which does not expand `/srv/{a,b}`
RUN make &> /log
#~       ^^^^^^^ bash-syntax-in-sh: this /bin/sh is dash, which takes `&>` for a background job
RUN cat <<< hello
#~      ^^^^^^^^^ bash-syntax-in-sh(error): this /bin/sh is dash, which does not know `<<<`
RUN echo -e "a\nb" > /x
#~       ^^ bash-syntax-in-sh: this /bin/sh is dash, whose `echo` prints `-e` as a word
RUN pushd /x && make && popd
#~  ^^^^^ bash-syntax-in-sh(error): this /bin/sh is dash, which does not know `pushd`
#~                      ^^^^ bash-syntax-in-sh(error): this /bin/sh is dash, which does not know `popd`
#~ unsafe-fix: firing.fixed.Dockerfile
