# words first
# escape=^
FROM alpine:3.20
