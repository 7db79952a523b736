FROM debian:12
RUN echo "a\nb" > /x

FROM fedora:40
RUN echo -e "a\nb" > /x
RUN echo $'a\nb' > /x
RUN echo "a\\nb" > /x
RUN printf "a\nb" > /x
RUN echo "plain" > /x
RUN echo "a\nb" | xargs printf

FROM example.org/own:1
RUN echo "a\nb" > /x
