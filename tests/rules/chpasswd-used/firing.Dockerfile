FROM debian:12
ARG PASSWORD
RUN echo "root:secret" | chpasswd
#~                       ^^^^^^^^ chpasswd-used: `chpasswd` sets a password for whoever has the image
RUN echo "root:$PASSWORD" | chpasswd -e && useradd app
#~                          ^^^^^^^^ chpasswd-used: `chpasswd` sets a password for whoever has the image
RUN chpasswd <<<"root:secret"
#~  ^^^^^^^^ chpasswd-used: `chpasswd` sets a password for whoever has the image
RUN echo secret | passwd --stdin root
#~                ^^^^^^ chpasswd-used: `passwd` sets a password for whoever has the image
RUN printf 'secret\nsecret\n' | passwd app
#~                              ^^^^^^ chpasswd-used: `passwd` sets a password for whoever has the image
RUN useradd -p "$(openssl passwd -6 secret)" app && usermod --password $PASSWORD root
#~          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ chpasswd-used: `useradd` sets a password for whoever has the image
#~                                                          ^^^^^^^^^^^^^^^^^^^^ chpasswd-used: `usermod` sets a password for whoever has the image
ONBUILD RUN echo "root:secret" | chpasswd
#~                               ^^^^^^^^ chpasswd-used: `chpasswd` sets a password for whoever has the image
