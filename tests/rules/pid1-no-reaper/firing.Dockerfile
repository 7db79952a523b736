FROM debian:12
CMD ["yarn", "start"]
#~    ^^^^ pid1-no-reaper: `yarn` as process 1 does not hand signals on to the program
