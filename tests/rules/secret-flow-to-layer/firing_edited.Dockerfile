FROM node:20
ARG NPM_TOKEN
# What is edited or appended afterwards does not take it out; the other branch is not behind.
RUN echo "_auth=$NPM_TOKEN" > /etc/a && sed -i "s/^user=.*/user=app/; /^#/d" /etc/a && echo x >> /etc/a
#~                            ^^^^^^ secret-flow-to-layer: `NPM_TOKEN` is written to `/etc/a`
RUN if [ -n "$NPM_TOKEN" ]; then echo "_auth=$NPM_TOKEN" > /etc/b; else : > /etc/b; fi
#~                                                         ^^^^^^ secret-flow-to-layer: `NPM_TOKEN` is written to `/etc/b`
RUN : > /etc/c && truncate -s 0 /etc/c && echo "_auth=$NPM_TOKEN" >> /etc/c && truncate -s 1 /etc/c
#~                                                                   ^^^^^^ secret-flow-to-layer: `NPM_TOKEN` is written to `/etc/c`
RUN sed -i -e '/^$/d' -e "s/PASSWORD/$NPM_TOKEN/" /etc/d
#~                                                ^^^^^^ secret-flow-to-layer: `NPM_TOKEN` is written to `/etc/d`
RUN awk -v p="$NPM_TOKEN" '{ gsub(/PASSWORD/, p); print }' /etc/template > /etc/e
#~                                                                         ^^^^^^ secret-flow-to-layer: `NPM_TOKEN` is written to `/etc/e`
RUN echo "${NPM_TOKEN:-none}" > /etc/f && echo "${NPM_TOKEN:?missing}" > /etc/g
#~                              ^^^^^^ secret-flow-to-layer: `NPM_TOKEN` is written to `/etc/f`
#~                                                                       ^^^^^^ secret-flow-to-layer: `NPM_TOKEN` is written to `/etc/g`
RUN export HOME=/srv/h && npm config set _auth "$NPM_TOKEN" && rm -rf /root
#~                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-flow-to-layer: `NPM_TOKEN` is written to `/srv/h/.npmrc`
RUN export HOME=/srv/h && echo "$NPM_TOKEN" > $HOME/.token && echo "$NPM_TOKEN" > ~/.other && rm -rf ~/.cache
#~                                            ^^^^^^^^^^^^ secret-flow-to-layer: `NPM_TOKEN` is written to `/srv/h/.token`
#~                                                                                ^^^^^^^^ secret-flow-to-layer: `NPM_TOKEN` is written to `/srv/h/.other`
