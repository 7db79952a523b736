FROM nginx:1.27 AS other
HEALTHCHECK CMD curl -f http://localhost/
FROM example.org/base:1
#~ 1-4 healthcheck-missing: the image has no HEALTHCHECK
CMD ["app"]
