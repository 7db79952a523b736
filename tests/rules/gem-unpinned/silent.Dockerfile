FROM ruby:3.3
ARG BUNDLER_VERSION
RUN gem install bundler:2.5.14 rails:7.1.3
RUN gem install bundler -v 2.5.14 && gem install bundler --version=2.5.14
RUN gem install -v '~> 7.1' rails && gem install bundler -v "$BUNDLER_VERSION"
RUN gem install bundler:$BUNDLER_VERSION $GEMS
RUN gem install ./pkg/mine.gem mine-1.0.gem /tmp/*.gem
RUN gem install --file Gemfile && gem update --system && gem list && gem cleanup
RUN gem install nokogiri:1.16.6 -- --use-system-libraries
RUN bundle install && echo gem install bundler
