FROM node:20 AS npm
COPY . .
RUN npm ci
#~  ^^^^^^ dependency-install-after-copy-all: `npm ci` runs anew with each change of any file
RUN npm install
FROM node:20 AS yarn
ADD . /app
WORKDIR /app
RUN echo 1 && yarn && yarn build
#~            ^^^^ dependency-install-after-copy-all: `yarn` runs anew with each change of any file
FROM python:3.12 AS pip
COPY ./ /app/
RUN pip install --no-cache-dir -r requirements.txt
#~  ^^^^^^^^^^^ dependency-install-after-copy-all: `pip install` runs anew with each change of any file
FROM golang:1.22 AS go
COPY --chown=1000 . /src
RUN ["go", "mod", "download"]
#~    ^^^^^^^^^^^^^^^^^^^^^ dependency-install-after-copy-all: `go mod download` runs anew with each change of any file
FROM ruby:3.3
COPY --from=npm /a /a
COPY --from=yarn /a /a
COPY --from=pip /a /a
COPY --from=go /a /a
COPY . .
RUN bundle install
#~  ^^^^^^^^^^^^^^ dependency-install-after-copy-all: `bundle install` runs anew with each change of any file
FROM ruby:3.3
COPY --from=4 /a /a
ONBUILD COPY . .
ONBUILD RUN bundle install
#~          ^^^^^^^^^^^^^^ dependency-install-after-copy-all: `bundle install` runs anew with each change of any file
