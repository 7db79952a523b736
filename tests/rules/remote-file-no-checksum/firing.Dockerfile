FROM debian:12
RUN curl -fsSL https://example.com/tool-1.2.tar.gz | tar -xz -C /opt
#~             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ remote-file-no-checksum: nothing checks that this download is the file that was meant
RUN wget -q https://example.com/b.tgz && tar xf b.tgz && rm b.tgz
#~          ^^^^^^^^^^^^^^^^^^^^^^^^^ remote-file-no-checksum: nothing checks that this download is the file that was meant
RUN curl -fsSLo /usr/local/bin/tool https://example.com/tool && chmod +x /usr/local/bin/tool
#~                                  ^^^^^^^^^^^^^^^^^^^^^^^^ remote-file-no-checksum: nothing checks that this download is the file that was meant
RUN cd /tmp && wget https://example.com/${V}/c.zip && unzip c.zip
#~                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ remote-file-no-checksum: nothing checks that this download is the file that was meant
RUN curl -fsSLo d.deb https://example.com/d.deb && dpkg -i d.deb
#~                    ^^^^^^^^^^^^^^^^^^^^^^^^^ remote-file-no-checksum: nothing checks that this download is the file that was meant
RUN curl -fsSLO https://example.com/install.sh && bash ./install.sh
#~              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ remote-file-no-checksum: nothing checks that this download is the file that was meant
RUN curl -fsSLo setup https://example.com/setup && ./setup --all
#~                    ^^^^^^^^^^^^^^^^^^^^^^^^^ remote-file-no-checksum: nothing checks that this download is the file that was meant
