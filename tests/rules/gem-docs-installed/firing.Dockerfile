FROM debian:12
RUN gem install rake:13.2.1
#~  ^^^^^^^^^^^ gem-docs-installed: `gem install` builds documentation of each gem
RUN gem update --system && gem install --no-ri rake:13.2.1
#~  ^^^^^^^^^^ gem-docs-installed: `gem update` builds documentation of each gem
#~                         ^^^^^^^^^^^ gem-docs-installed: `gem install` builds documentation of each gem
RUN ["gem", "install", "rake:13.2.1"]
#~    ^^^^^^^^^^^^^^ gem-docs-installed: `gem install` builds documentation of each gem
ONBUILD RUN gem install rake:13.2.1
#~          ^^^^^^^^^^^ gem-docs-installed: `gem install` builds documentation of each gem
#~ fix: firing.fixed.Dockerfile
