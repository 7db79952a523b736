FROM debian:12 AS build
RUN gem install rake:13.2.1

FROM ruby:3.3 AS official
RUN gem install rake:13.2.1

FROM example.org/company/ruby AS unknown
RUN gem install rake:13.2.1

FROM debian:12
RUN gem install --no-document rake:13.2.1 && gem install rake:13.2.1 -N
RUN gem install rake:13.2.1 --no-ri --no-rdoc && gem update --system --no-document
RUN gem install $GEM_OPTIONS rake:13.2.1
RUN gem uninstall rake && gem list && bundle install
