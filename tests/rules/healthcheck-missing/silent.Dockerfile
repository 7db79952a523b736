FROM nginx:1.27 AS first
HEALTHCHECK CMD curl -f http://localhost/
FROM first
CMD ["nginx", "-g", "daemon off;"]
