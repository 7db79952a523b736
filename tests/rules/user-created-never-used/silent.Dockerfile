FROM python:3.12
RUN useradd app
USER app
CMD ["python3", "app.py"]
