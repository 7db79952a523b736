#~ args: --label docs=url
FROM alpine:3.20
LABEL docs="example.org/docs" \
#~         ^^^^^^^^^^^^^^^^^^ label-bad-url: `example.org/docs` is no URL
      org.opencontainers.image.source=github.com/team/app
#~                                    ^^^^^^^^^^^^^^^^^^^ label-bad-url: `github.com/team/app` is no URL
