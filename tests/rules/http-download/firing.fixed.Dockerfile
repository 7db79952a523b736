FROM debian:12
RUN curl -fsSLO https://example.com/a.tgz && wget -q "https://example.com/${V}/b.tgz"
RUN curl -s https://example.com/key.asc | apt-key add -
RUN git clone https://example.com/repo.git /src
RUN ["wget", "https://example.com/c"]
ADD https://example.com/d /d
