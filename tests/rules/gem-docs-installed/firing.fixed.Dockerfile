FROM debian:12
RUN gem install --no-document rake:13.2.1
RUN gem update --no-document --system && gem install --no-document --no-ri rake:13.2.1
RUN ["gem", "install", "--no-document", "rake:13.2.1"]
ONBUILD RUN gem install --no-document rake:13.2.1
