FROM python:3.12 AS build
RUN useradd app
FROM python:3.12
CMD ["python3", "app.py"]
