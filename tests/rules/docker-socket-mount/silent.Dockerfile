FROM docker:27
# VOLUME /var/run/docker.sock
VOLUME /var/lib/docker /run/docker.sockets
RUN chmod 660 /var/run/docker.sock; echo docker.sock:
ENV DOCKER_HOST=unix:///var/run/docker.sock
CMD ["dockerd", "--host=unix:///var/run/docker.sock"]
