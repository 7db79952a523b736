FROM debian:12
RUN useradd --no-log-init -u 1000120000 app
RUN useradd --no-log-init --uid=200000 -m app && useradd --no-log-init -mu 300000 app
RUN export ID=1000120000 && useradd --no-log-init --uid $ID app && useradd --no-log-init --uid="${ID}" app && useradd --no-log-init -u$ID app
RUN useradd --no-log-init \
      --create-home \
      --uid 123456 \
      app
RUN ["useradd", "--no-log-init", "-u", "123456", "app"]
