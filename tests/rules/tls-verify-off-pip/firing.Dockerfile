FROM python:3.12
RUN pip install --trusted-host pypi.org flask==3.0.3
#~              ^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-pip: the certificate of `pypi.org` is not verified
RUN pip3 --trusted-host=pypi.org --trusted-host files.pythonhosted.org install flask==3.0.3
#~       ^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-pip: the certificate of `pypi.org` is not verified
#~                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-pip: the certificate of `files.pythonhosted.org` is not verified
RUN pip config set global.trusted-host pypi.org
#~                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-pip: certificates of `pypi.org` are never verified
RUN PIP_TRUSTED_HOST=pypi.org pip install flask==3.0.3
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-pip: `PIP_TRUSTED_HOST` switches the verification of certificates off
RUN uv pip install --allow-insecure-host pypi.org flask==3.0.3
#~                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-pip: the certificate of `pypi.org` is not verified
ENV PIP_TRUSTED_HOST="pypi.org files.pythonhosted.org"
#~  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-pip: `PIP_TRUSTED_HOST` switches the verification of certificates off
RUN pip install -i http://pypi.example.org/simple --trusted-host pypi.example.org flask==3.0.3
#~                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tls-verify-off-pip: packages of `pypi.example.org` come over plain http
