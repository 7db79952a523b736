FROM debian:12
LABEL org.opencontainers.image.authors=jo@example.org
COPY requirements.txt /srv/
RUN apt-get update && apt-get install -y python3 && rm -rf /var/lib/apt/lists/*
CMD ["python3", "/srv/app.py"]
