FROM node:20
COPY . /app
#~ elsewhere: 1: dockerignore-ineffective: `!` takes nothing back: no pattern stands above it
#~ elsewhere: 2: dockerignore-ineffective: `node_modules` counts at the top only: 1 file below is sent
#~ elsewhere: 3: dockerignore-ineffective: `#` behind a pattern is part of it, not a comment
#~ elsewhere: 5: dockerignore-ineffective: a later `!` takes all of this back
#~ elsewhere: 7: dockerignore-ineffective: the builder refuses this pattern: the pattern is malformed
#~ --- .dockerignore
!README.md
node_modules
*.tmp # scratch files
docs
dist
!dist
[a
#~ --- lib/node_modules/a/index.js
1
#~ --- index.js
1
