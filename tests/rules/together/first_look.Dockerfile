#~ only: apt-lists-left, apt-missing-yes, add-instead-of-copy, maintainer-deprecated, instruction-casing, multiple-cmd
FROM debian:12
MAINTAINER jo@example.org
#~ 1-10 maintainer-deprecated: MAINTAINER is deprecated in favour of a label
ADD requirements.txt /srv/
#~ 1-3 add-instead-of-copy: ADD copies plain files here, as COPY does
run apt-get update && apt-get install python3
#~ 1-3 instruction-casing: `run` is not cased like the other instructions
#~  ^^^^^^^^^^^^^^ apt-lists-left: the package lists stay in this layer
#~                    ^^^^^^^^^^^^^^^^^^^^^^^ apt-missing-yes: `apt-get install` waits for an answer that nobody gives
CMD ["python3"]
#~ 1-3 multiple-cmd: this CMD never runs: a later one in the stage replaces it
CMD ["python3", "/srv/app.py"]
#~ fix: first_look.fixed.Dockerfile
