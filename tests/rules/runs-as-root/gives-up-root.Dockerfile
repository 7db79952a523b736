FROM debian:12
RUN apt-get update && apt-get install -y gosu
USER root
#~   ^^^^ runs-as-root(info): the last USER is root: so is what the container runs
ENTRYPOINT ["entrypoint.sh"]
