FROM python:3.12
RUN useradd app
CMD exec gosu app python3 app.py
