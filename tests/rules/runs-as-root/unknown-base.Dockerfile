FROM example.org/team/base:1
CMD ["app"]
