# syntax=example.org/frontend:1
FROM alpine:3.20
INCLUDE+ common
#~ 1-8 unknown-instruction(info): `INCLUDE+` is not an instruction
