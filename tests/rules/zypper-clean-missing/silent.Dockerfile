FROM opensuse/leap:15.6 AS build
RUN zypper -n install gcc

FROM opensuse/leap:15.6
RUN zypper -n install httpd && zypper clean
RUN zypper -n install httpd && zypper clean --all
RUN zypper -n install httpd && zypper cc -a
RUN zypper -n install httpd && rm -rf /var/cache/zypp/*
RUN zypper -n install httpd && rm -rf /var/cache/zypp*
RUN zypper -n install httpd && rm -rf /var/cache/*
RUN --mount=type=cache,target=/var/cache/zypp zypper -n install httpd
RUN zypper -n --root /image install httpd
RUN zypper lr && zypper -n rm httpd && zypper addrepo https://example.org/x
COPY --from=build /usr/bin/gcc /usr/bin/
