FROM python:3.12-slim AS build
RUN apt-get update && apt-get install -y build-essential
RUN pip wheel psycopg2

FROM python:3.12-slim
RUN apt-get update && apt-get install -y curl libpq5
COPY --from=build /x /x
RUN pip install /x
CMD ["python", "app.py"]
