#~ note: an image may be called as a stage is, and stages may lack a name
FROM node:22 AS node
FROM node AS build
FROM alpine:3.20
FROM alpine:3.20
