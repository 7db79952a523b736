FROM centos:7 AS build
RUN yum install -y gcc

FROM centos:7
RUN yum install -y httpd && yum clean all
RUN yum install -y httpd; yum -y clean all
RUN yum install -y httpd && rm -rf /var/cache/yum
RUN yum install -y httpd && rm -rf /var/cache/yum/*
RUN yum install -y httpd && rm -rf /var/cache/*
RUN yum install -y httpd && rm -rf /var/cache
RUN --mount=type=cache,target=/var/cache/yum yum install -y httpd
RUN --mount=type=cache,target=/var/cache yum install -y httpd
RUN --mount=type=tmpfs,target=/var yum install -y httpd
RUN yum install -y httpd && rm -rf $CACHES
RUN yum -y --installroot /image install httpd
RUN yum list installed && yum remove -y httpd && yum repolist
RUN <<EOS
yum install -y httpd
yum clean all
EOS
RUN echo yum install -y httpd
COPY --from=build /usr/bin/gcc /usr/bin/
