#~ with: multiple-cmd, apt-missing-yes
FROM alpine:3.20
# plimsoll: ignore=multiple-cmd -- both are needed
#~                 ^^^^^^^^^^^^ unused-suppression: nothing is left to ignore for `multiple-cmd`
CMD ["a"]
# plimsoll: ignore=multiple-cmd,apt-missing-yes -- one of them is
#~                 ^^^^^^^^^^^^ unused-suppression: nothing is left to ignore for `multiple-cmd`
RUN apt-get install curl
# plimsoll: ignore=multiple-cmds
#~                 ^^^^^^^^^^^^^ unused-suppression: no rule is called `multiple-cmds`
RUN true && \
    # plimsoll: ignore=apt-missing-yes
#~                     ^^^^^^^^^^^^^^^ unused-suppression: nothing is left to ignore for `apt-missing-yes`
    false
# plimsoll: disable=multiple-cmd
#~ 1-32 unused-suppression(warning): this comment ignores nothing: it lacks `ignore=`
RUN true
#~ fix: firing.fixed.Dockerfile
