FROM example.org/base:1
RUN sudo make
#~  ^^^^ sudo-used: sudo in a RUN
