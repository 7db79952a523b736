# ONBUILD of a stage of the same file is set off where another stage begins.
FROM world AS tools
ONBUILD COPY a.txt /triggered/
ONBUILD RUN echo "$HOME" > /home.txt
RUN echo tools > /tools
FROM tools AS middle
RUN echo middle > /middle
ENV PLACE=/here
FROM middle
WORKDIR $PLACE
RUN echo top > /top
USER nobody
