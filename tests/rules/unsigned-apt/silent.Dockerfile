FROM debian:12
RUN apt-get update && apt-get install -y tool
RUN echo "deb [trusted=yes] file:/opt/repository ./" > /etc/apt/sources.list.d/x.list
RUN echo "deb [signed-by=/usr/share/keyrings/x.gpg] https://example.com/debian ./" > /etc/apt/sources.list.d/x.list
RUN apt-get -o APT::Get::AllowUnauthenticated=false install -y tool
RUN echo 'APT::Get::AllowUnauthenticated "false";' > /etc/apt/apt.conf.d/99x
RUN pip install --trusted-host example.com x && git config trusted=no
RUN apt-get update --force-yes && apt-get remove -y --force-yes git
RUN ! grep -r "trusted=yes" /etc/apt
