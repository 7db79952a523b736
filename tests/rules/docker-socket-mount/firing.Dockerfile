FROM docker:27
VOLUME ["/data", "/var/run/docker.sock"]
#~                ^^^^^^^^^^^^^^^^^^^^ docker-socket-mount: the Docker socket is declared as a volume
VOLUME /var/run/docker.sock
#~     ^^^^^^^^^^^^^^^^^^^^ docker-socket-mount: the Docker socket is declared as a volume
RUN docker run -v /var/run/docker.sock:/var/run/docker.sock x
#~                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ docker-socket-mount: the Docker socket is handed into a container
CMD docker run --mount type=bind,source=/var/run/docker.sock,target=/s x
#~                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ docker-socket-mount: the Docker socket is handed into a container
ONBUILD VOLUME /run/docker.sock
#~             ^^^^^^^^^^^^^^^^ docker-socket-mount: the Docker socket is declared as a volume
