#~ with: multiple-cmd, apt-missing-yes
FROM alpine:3.20
# hadolint ignore=DL4003,DL9998
#~                ^^^^^^ unused-suppression: nothing is left to ignore for `DL4003`
RUN true
#~ unsafe-fix: foreign.fixed.Dockerfile
