FROM python:3.12
#~ args: --option accepted-hosts=devpi.example.org
RUN pip install --trusted-host devpi.example.org flask==3.0.3
