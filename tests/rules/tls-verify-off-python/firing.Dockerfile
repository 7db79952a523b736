FROM python:3.12
ENV PYTHONHTTPSVERIFY=0
#~  ^^^^^^^^^^^^^^^^^^^ tls-verify-off-python: `PYTHONHTTPSVERIFY=0` switches the verification of certificates off
ENV A=b PYTHONHTTPSVERIFY="0"
#~      ^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-python: `PYTHONHTTPSVERIFY=0` switches the verification of certificates off
RUN PYTHONHTTPSVERIFY=0 ./fetch
#~  ^^^^^^^^^^^^^^^^^^^ tls-verify-off-python: `PYTHONHTTPSVERIFY=0` switches the verification of certificates off
RUN export PYTHONHTTPSVERIFY='0' && ./fetch
#~         ^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-python: `PYTHONHTTPSVERIFY=0` switches the verification of certificates off
RUN env PYTHONHTTPSVERIFY=0 ./fetch
#~      ^^^^^^^^^^^^^^^^^^^ tls-verify-off-python: `PYTHONHTTPSVERIFY=0` switches the verification of certificates off
CMD PYTHONHTTPSVERIFY=0 ./serve
#~  ^^^^^^^^^^^^^^^^^^^ tls-verify-off-python: `PYTHONHTTPSVERIFY=0` switches the verification of certificates off
