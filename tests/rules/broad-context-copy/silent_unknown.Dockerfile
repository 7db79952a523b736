FROM python:3.12
COPY . /app
#~ note: nobody knows what is in the context
