# The same line again and again: only their order tells them apart.
FROM world
RUN true
COPY a.txt /x/
RUN date > /time
COPY a.txt /x/
RUN date > /time
COPY b.txt /x/
WORKDIR /x
RUN rm a.txt
COPY a.txt .
COPY a.txt b.txt ./
RUN date > /time
CMD ["sh"]
