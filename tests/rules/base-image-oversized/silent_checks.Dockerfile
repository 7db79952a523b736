FROM python:3.12
HEALTHCHECK CMD curl -f http://localhost/
CMD ["python", "app.py"]
