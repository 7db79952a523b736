FROM debian:12
RUN apt-get update; apt-get install -y curl; rm -rf /var/lib/apt/lists/*
#~                  ^^^^^^^^^^^^^^^^^^^^^^^ errors-masked: the step succeeds even if `apt-get install` fails
RUN pip install flask || true
#~  ^^^^^^^^^^^^^^^^^ errors-masked: the step succeeds even if `pip install` fails
RUN npm ci || echo failed
#~  ^^^^^^ errors-masked: the step succeeds even if `npm ci` fails
RUN make & wait
#~  ^^^^ errors-masked: the step succeeds even if `make` fails
RUN curl -o /x https://example.org/x; chmod +x /x
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ errors-masked: the step succeeds even if `curl` fails
RUN cd /src; git clone https://example.org/x.git; make
#~           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ errors-masked: the step succeeds even if `git clone` fails
RUN curl -fsSL https://example.org/x.tgz | tar xz; chmod +x /x
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ errors-masked: the step succeeds even if `curl` fails
