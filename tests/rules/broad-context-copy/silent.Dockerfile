FROM python:3.12
COPY . /app
#~ --- .dockerignore
.git
#~ --- .git/HEAD
ref: refs/heads/main
#~ --- app.py
print(1)
