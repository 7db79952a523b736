FROM python:3.12-slim
RUN apt-get update && apt-get install -y curl build-essential libpq-dev && rm -rf /var/lib/apt/lists/*
#~                                            ^^^^^^^^^^^^^^^ build-tools-in-final: `build-essential` and 1 more serve to build, and stay in the image
RUN pip install psycopg2
CMD ["python", "app.py"]
