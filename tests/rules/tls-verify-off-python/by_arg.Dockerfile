FROM python:3.12
ARG OFF=0
ENV PYTHONHTTPSVERIFY=$OFF
#~  ^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-python: `PYTHONHTTPSVERIFY=0` switches the verification of certificates off
