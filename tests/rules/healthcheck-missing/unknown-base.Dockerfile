FROM example.org/base:1
COPY site /srv
