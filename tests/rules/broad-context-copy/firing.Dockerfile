FROM python:3.12
COPY . /app
#~   ^ broad-context-copy: copying everything takes `.git` and 1 more into the image
#~ --- .dockerignore
node_modules
#~ --- .git/HEAD
ref: refs/heads/main
#~ --- debug.log
a
#~ --- app.py
print(1)
