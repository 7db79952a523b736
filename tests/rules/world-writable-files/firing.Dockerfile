FROM debian:12
RUN mkdir -p /srv && chmod -R 777 /srv && chmod 0666 /srv/a; chmod a+rw,g-x /srv/b
#~                            ^^^ world-writable-files: `777` lets every account write here
#~                                              ^^^^ world-writable-files: `0666` lets every account write here
#~                                                                 ^^^^^^^^ world-writable-files: `a+rw,g-x` lets every account write here
RUN mkdir -m 0777 /data && install -m 777 x /usr/bin && chmod o=rwx /x
#~           ^^^^ world-writable-files: `0777` lets every account write here
#~                                    ^^^ world-writable-files: `777` lets every account write here
#~                                                            ^^^^^ world-writable-files: `o=rwx` lets every account write here
RUN chmod 777 /tmp
#~        ^^^ world-writable-files: `777` lets every account write here
COPY --chmod=777 . /app
#~           ^^^ world-writable-files: `777` lets every account write here
RUN sh -c 'chmod 777 /app'
#~               ^^^ world-writable-files: `777` lets every account write here
ONBUILD RUN chmod 777 /app
#~                ^^^ world-writable-files: `777` lets every account write here
#~ unsafe-fix: firing.fixed.Dockerfile
