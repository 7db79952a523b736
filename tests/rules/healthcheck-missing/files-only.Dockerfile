FROM scratch
COPY site /srv
