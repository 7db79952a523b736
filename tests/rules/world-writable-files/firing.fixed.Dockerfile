FROM debian:12
RUN mkdir -p /srv && chmod -R 775 /srv && chmod 0664 /srv/a; chmod a+rw,g-x /srv/b
RUN mkdir -m 0775 /data && install -m 775 x /usr/bin && chmod o=rwx /x
RUN chmod 1777 /tmp
COPY --chmod=775 . /app
RUN sh -c 'chmod 775 /app'
ONBUILD RUN chmod 775 /app
