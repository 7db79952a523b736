FROM gcr.io/distroless/static-debian12
#~ 1-4 no-cmd-or-entrypoint: the image has neither CMD nor ENTRYPOINT, nor has its base
COPY app /
