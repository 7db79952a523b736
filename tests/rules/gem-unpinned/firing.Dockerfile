FROM ruby:3.3
RUN gem install bundler
#~              ^^^^^^^ gem-unpinned: `bundler` without a version
RUN gem i rails:7.1.3 puma rake --no-document
#~                    ^^^^ gem-unpinned: `puma` and `rake` without a version
RUN apt-get update && \
    gem install --no-document nokogiri -- --use-system-libraries
#~                            ^^^^^^^^ gem-unpinned: `nokogiri` without a version
RUN ["gem", "install", "bundler"]
#~                      ^^^^^^^ gem-unpinned: `bundler` without a version
ONBUILD RUN gem install bundler
#~                      ^^^^^^^ gem-unpinned: `bundler` without a version
