FROM debian:12
RUN ["apt-get", "update"]
#~    ^^^^^^^^^^^^^^^^^ apt-lists-left: the package lists stay in this layer
RUN apt-get update & wait
#~  ^^^^^^^^^^^^^^ apt-lists-left: the package lists stay in this layer
RUN apt-get update && exec true
#~  ^^^^^^^^^^^^^^ apt-lists-left: the package lists stay in this layer
