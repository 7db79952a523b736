FROM scratch AS first
COPY app /
FROM first
#~ 1-4 no-cmd-or-entrypoint: the image has neither CMD nor ENTRYPOINT, nor has its base
USER 1000
