FROM alpine:3.20
ENV A="it's" B='say "hi"' C=it\'s
ENV D "one two"
WORKDIR "/a b"
RUN echo "
CMD ["it's"]
MAINTAINER O'Neill
COPY ["a b", "it\\'s"]
