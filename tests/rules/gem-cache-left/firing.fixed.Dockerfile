FROM ruby:3.3
RUN gem install rails:7.1.3 && rm -rf "$(gem env gemdir)"/cache/*.gem
RUN gem update --system && \
    gem install rake:13.2.1 && \
    rm -rf "$(gem env gemdir)"/cache/*.gem
RUN rm -rf /root/.gem && gem install rake:13.2.1 && rm -rf "$(gem env gemdir)"/cache/*.gem
ONBUILD RUN gem install rake:13.2.1 && rm -rf "$(gem env gemdir)"/cache/*.gem
