FROM scratch
RUN --mount=type=bind,from=busybox:1,target=/bin ls
RUN ["/app"]
