FROM python:3.12
COPY . /app
RUN cd /app && python setup.py develop
CMD ["python", "main.py"]
