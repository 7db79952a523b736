FROM python:3.12
COPY --from=example.org/wheels /venv /venv
CMD ["python", "app.py"]
