FROM alpine:3.20
MAINTAINER Jo Field <jo@example.org>
#~ 1-10 maintainer-deprecated: MAINTAINER is deprecated in favour of a label
maintainer "Quoted" $HOME \d
#~ 1-10 maintainer-deprecated: MAINTAINER is deprecated in favour of a label
#~ fix: firing.fixed.Dockerfile
