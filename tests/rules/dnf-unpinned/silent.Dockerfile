FROM fedora:40
ARG V
RUN dnf install -y httpd-2.4.59 php-8.2.20-1.fc40 java-11-openjdk-11.0.23.0.9
RUN dnf install -y httpd-${V} $PACKAGES lib*
RUN dnf install -y ./local.rpm /tmp/x.rpm https://example.org/x.rpm @development-tools
RUN dnf groupinstall -y tools && dnf update -y && dnf remove -y httpd && dnf clean all
RUN echo dnf install httpd
