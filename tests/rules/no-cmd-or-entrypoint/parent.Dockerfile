FROM scratch AS first
CMD ["/app"]
FROM first
EXPOSE 80
