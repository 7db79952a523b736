FROM debian:12
RUN apt-get update && apt-get install -y curl
RUN apt-get install -y git
RUN apt-get install -y gnupg && apt-key add key.asc && apt-get update && apt-get install -y tool
RUN apt-get install -y --no-install-recommends a && apt-get install -y b
RUN apt-get install -y a || apt-get install -y b
RUN apt-get install -y a && apt-get install -y b || true
RUN DEBIAN_FRONTEND=noninteractive apt-get install -y a && apt-get install -y b
RUN apt-get install -t bookworm-backports -y a && apt-get install -y b
RUN if true; then apt-get install -y a; else apt-get install -y b; fi
RUN (apt-get install -y a) && apt-get install -y b
RUN apt-get install -f -y && apt-get install -y b
