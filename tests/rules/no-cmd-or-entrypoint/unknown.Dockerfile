FROM example.org/base:1
EXPOSE 80
