FROM debian:12
RUN curl -fsSL https://example.com/install.sh -o /tmp/install.sh && bash /tmp/install.sh
RUN curl -fsSL https://example.com/a.tgz | tar xz
RUN curl -fsSL https://example.com/a.json | python3 -c 'import json'
RUN curl -fsSL https://example.com/a.json | python3 -m json.tool
RUN curl -fsSL https://example.com/a | perl -ne 'print' > /a
RUN curl -fsSL https://example.com/a | bash /opt/read.sh
RUN curl -fsSL https://example.com/a | sh -c 'cat > /a'
RUN curl -s http://localhost:8080/script | bash
RUN cat /tmp/install.sh | bash && bash <(cat /tmp/install.sh)
RUN V="$(curl -s https://example.com/version)" && bash -c "echo $V"
RUN echo "$(curl -s https://example.com/version)"
RUN echo 'curl https://example.com | sh'
RUN curl -fsSL https://example.com/key.asc | apt-key add -
