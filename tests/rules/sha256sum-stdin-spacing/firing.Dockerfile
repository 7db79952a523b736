FROM alpine:3.20
ARG SUM
RUN echo "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad /a" | sha256sum -c -
#~       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sha256sum-stdin-spacing: busybox wants two blanks between the sum and the name
RUN echo 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad /a' | sha256sum -c
#~       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sha256sum-stdin-spacing: busybox wants two blanks between the sum and the name
RUN echo "${SUM} /a" | sha256sum -c -
#~       ^^^^^^^^^^^ sha256sum-stdin-spacing: busybox wants two blanks between the sum and the name
RUN echo $SUM /a | sha1sum --check
#~       ^^^^^^^ sha256sum-stdin-spacing: busybox wants two blanks between the sum and the name
RUN wget -qO /a https://example.com/a && echo ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad   /a | sha256sum -c -
#~                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ sha256sum-stdin-spacing: busybox wants two blanks between the sum and the name
#~ fix: firing.fixed.Dockerfile
