FROM ruby:3.3 AS build
RUN gem install rails:7.1.3

FROM ruby:3.3
RUN gem install rails:7.1.3 && rm -rf /usr/local/bundle/cache/*.gem
RUN gem install rails:7.1.3 && rm -rf "$(gem env gemdir)"/cache
RUN gem update --system && rm -rf /root/.gem
RUN gem install rails:7.1.3 && find / -name '*.gem' -delete
RUN --mount=type=cache,target=/usr/local/bundle/cache gem install rails:7.1.3
RUN gem list && gem uninstall rails && gem install --install-dir /gems rails:7.1.3
COPY --from=build /usr/local/bundle /usr/local/bundle
