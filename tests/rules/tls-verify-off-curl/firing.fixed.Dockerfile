FROM debian:12
RUN curl -o a https://example.com/a && curl -fsSL https://example.com/b > b
RUN curl -O https://example.com/c
RUN curl -LSs -o d $URL
RUN ["curl", "-k", "https://example.com/e"]
RUN echo insecure >> ~/.curlrc
