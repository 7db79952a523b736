FROM ubuntu:14.04
RUN gem install rake:10.0.0
#~  ^^^^^^^^^^^ gem-docs-installed: `gem install` builds documentation of each gem
#~ unsafe-fix: old-release.fixed.Dockerfile
