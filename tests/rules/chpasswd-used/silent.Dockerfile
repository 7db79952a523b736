FROM debian:12
RUN useradd -m app && usermod -aG sudo app && useradd -p '*' a && usermod -p '!' b
RUN passwd -d root && passwd --lock app && echo x | passwd -e app
RUN --mount=type=secret,id=passwords chpasswd </run/secrets/passwords
RUN echo chpasswd && mkdir -p /srv && apt-get install -y passwd
RUN echo 'root:!' | chpasswd -e && echo "app:*" | chpasswd --encrypted
RUN echo "app:$(openssl rand -base64 32)" | chpasswd
