FROM node:20
COPY . /app
#~ --- .dockerignore
# all of them
**/node_modules
*.log
docs
!docs/index.md
README.md
#~ --- lib/node_modules/a/index.js
1
#~ --- lib/README.md
x
#~ --- docs/index.md
1
