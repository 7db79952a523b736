FROM debian:12
RUN apt-get update && apt-get install -y --allow-unauthenticated tool
#~                                       ^^^^^^^^^^^^^^^^^^^^^^^ unsigned-apt: apt installs packages that nobody it knows has signed
RUN apt-get -y --force-yes install tool
#~             ^^^^^^^^^^^ unsigned-apt: apt installs packages that nobody it knows has signed
RUN apt-get update --allow-insecure-repositories
#~                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unsigned-apt: apt installs packages that nobody it knows has signed
RUN apt-get -o APT::Get::AllowUnauthenticated=true install -y tool
#~          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unsigned-apt: apt installs packages that nobody it knows has signed
RUN echo "deb [trusted=yes] https://example.com/debian ./" > /etc/apt/sources.list.d/x.list
#~       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unsigned-apt: whatever this repository sends is installed, signed or not
RUN echo 'APT::Get::AllowUnauthenticated "true";' > /etc/apt/apt.conf.d/99x
#~       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unsigned-apt: apt is told not to check signatures any more
RUN cat <<EOF > /etc/apt/sources.list.d/y.list
deb [arch=amd64 trusted=yes] http://example.com/ubuntu jammy main
#~              ^^^^^^^^^^^ unsigned-apt: whatever this repository sends is installed, signed or not
EOF
COPY <<EOF /etc/apt/apt.conf.d/98x
Acquire::AllowInsecureRepositories "1";
#~       ^^^^^^^^^^^^^^^^^^^^^^^^^ unsigned-apt: apt is told not to check signatures any more
EOF
#~ unsafe-fix: firing.fixed.Dockerfile
