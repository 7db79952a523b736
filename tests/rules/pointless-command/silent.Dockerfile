FROM debian:12
RUN apt-get install -y vim ssh less man htop
RUN service postgresql start && psql -f /schema.sql && service postgresql stop
RUN /etc/init.d/mysql start && mysql < /schema.sql
RUN systemctl enable nginx
RUN vim +PluginInstall +qall
RUN vim -E -s -c 'q'
RUN top -b -n 1 > /state
RUN ps aux | grep nginx
RUN kill $(cat /run/x.pid)
RUN --mount=type=ssh ssh git@example.org
RUN --mount=type=secret,id=key,target=/root/.ssh/id_rsa ssh git@example.org
RUN ssh -V
RUN --security=insecure mount /dev/sda1 /mnt
RUN echo "start" > /start && mkdir -p /etc/service/ssh
RUN ssh-keyscan example.org > /etc/known
RUN npm start
