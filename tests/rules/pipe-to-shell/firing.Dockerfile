FROM debian:12
RUN curl -fsSL https://example.com/install.sh | bash
#~                                              ^^^^ pipe-to-shell: `bash` runs what the network sends, unseen and unchecked
RUN curl -sL https://example.com/setup | sudo -E bash -
#~                                               ^^^^ pipe-to-shell: `bash` runs what the network sends, unseen and unchecked
RUN wget -qO- https://example.com/install.sh | sh -s -- --prefix=/opt
#~                                             ^^ pipe-to-shell: `sh` runs what the network sends, unseen and unchecked
RUN bash <(curl -s https://example.com/install.sh)
#~  ^^^^ pipe-to-shell: `bash` runs what the network sends, unseen and unchecked
RUN sh -c "$(curl -fsSL https://example.com/install.sh)"
#~  ^^ pipe-to-shell: `sh` runs what the network sends, unseen and unchecked
RUN eval "$(wget -O - https://example.com/env)"
#~  ^^^^ pipe-to-shell: `eval` runs what the network sends, unseen and unchecked
RUN curl -sS https://example.com/installer | php -- --install-dir=/usr/bin
#~                                           ^^^ pipe-to-shell: `php` runs what the network sends, unseen and unchecked
RUN curl -sSL https://example.com/get.py | python3 -
#~                                         ^^^^^^^ pipe-to-shell: `python` runs what the network sends, unseen and unchecked
RUN curl -sSL https://example.com/get.py | python3
#~                                         ^^^^^^^ pipe-to-shell: `python` runs what the network sends, unseen and unchecked
RUN curl -sSL https://example.com/x.sh | sed 's/a/b/' | bash -x
#~                                                      ^^^^ pipe-to-shell: `bash` runs what the network sends, unseen and unchecked
RUN curl $URL | bash
#~              ^^^^ pipe-to-shell: `bash` runs what the network sends, unseen and unchecked
RUN bash -c "curl https://example.com/x.sh | bash"
#~                                           ^^^^ pipe-to-shell: `bash` runs what the network sends, unseen and unchecked
ONBUILD RUN curl https://example.com/x.sh | sh
#~                                          ^^ pipe-to-shell: `sh` runs what the network sends, unseen and unchecked
