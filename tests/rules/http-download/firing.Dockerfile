FROM debian:12
RUN curl -fsSLO http://example.com/a.tgz && wget -q "http://example.com/${V}/b.tgz"
#~              ^^^^^^^^^^^^^^^^^^^^^^^^ http-download: the download is neither encrypted nor authenticated
#~                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ http-download: the download is neither encrypted nor authenticated
RUN curl -s http://example.com/key.asc | apt-key add -
#~          ^^^^^^^^^^^^^^^^^^^^^^^^^^ http-download: the download is neither encrypted nor authenticated
RUN git clone http://example.com/repo.git /src
#~            ^^^^^^^^^^^^^^^^^^^^^^^^^^^ http-download: the download is neither encrypted nor authenticated
RUN ["wget", "http://example.com/c"]
#~            ^^^^^^^^^^^^^^^^^^^^ http-download: the download is neither encrypted nor authenticated
ADD http://example.com/d /d
#~  ^^^^^^^^^^^^^^^^^^^^ http-download: the download is neither encrypted nor authenticated
#~ unsafe-fix: firing.fixed.Dockerfile
