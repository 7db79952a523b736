FROM debian:12
RUN apt-get update && apt-get install -y tool
RUN apt-get -y install tool
RUN apt-get update
RUN apt-get -o APT::Get::AllowUnauthenticated=true install -y tool
RUN echo "deb [trusted=yes] https://example.com/debian ./" > /etc/apt/sources.list.d/x.list
RUN echo 'APT::Get::AllowUnauthenticated "true";' > /etc/apt/apt.conf.d/99x
RUN cat <<EOF > /etc/apt/sources.list.d/y.list
deb [arch=amd64 trusted=yes] http://example.com/ubuntu jammy main
EOF
COPY <<EOF /etc/apt/apt.conf.d/98x
Acquire::AllowInsecureRepositories "1";
EOF
