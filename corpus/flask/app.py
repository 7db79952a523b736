import os

import psycopg2
from flask import Flask, jsonify

app = Flask(__name__)
app.secret_key = os.environ.get("SECRET_KEY", "development")


@app.get("/health")
def health():
    return "ok\n"


@app.get("/visits")
def visits():
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection:
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from visits")
            return jsonify(visits=cursor.fetchone()[0])
