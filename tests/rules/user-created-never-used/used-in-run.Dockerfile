FROM python:3.12
RUN useradd app && su app -c "pip install x"
CMD ["python3", "app.py"]
