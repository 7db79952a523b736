FROM python:3.12
ARG WHO
RUN useradd app
USER $WHO
CMD ["python3", "app.py"]
