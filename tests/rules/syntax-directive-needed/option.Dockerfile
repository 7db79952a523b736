#~ args: --option built-in=1.0
FROM debian:12
RUN --mount=type=cache,target=/x make
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ syntax-directive-needed: --mount needs frontend 1.2 or newer: not every builder has that built in
