FROM debian:12
RUN useradd -m app && usermod -aG sudo app && useradd -p '*' a && usermod -p '!' b
RUN passwd -d root && passwd --lock app && echo x | passwd -e app
RUN --mount=type=secret,id=passwords chpasswd </run/secrets/passwords
RUN echo chpasswd && mkdir -p /srv && apt-get install -y passwd
