FROM ruby:3.3
RUN gem install rails:7.1.3
#~  ^^^^^^^^^^^ gem-cache-left: `gem install` keeps the archive of each gem
RUN gem update --system && \
    gem install rake:13.2.1
#~  ^^^^^^^^^^^ gem-cache-left: `gem install` keeps the archive of each gem
RUN rm -rf /root/.gem && gem install rake:13.2.1
#~                       ^^^^^^^^^^^ gem-cache-left: `gem install` keeps the archive of each gem
ONBUILD RUN gem install rake:13.2.1
#~          ^^^^^^^^^^^ gem-cache-left: `gem install` keeps the archive of each gem
#~ unsafe-fix: firing.fixed.Dockerfile
