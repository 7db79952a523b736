FROM node:20
COPY . /app
#~ --- index.js
1
#~ --- .env.example
A=
