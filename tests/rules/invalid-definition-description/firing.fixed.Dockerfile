# The version.

ARG VERSION=1.0
# base is the first
# of all stages

FROM alpine:3.20 AS base
  # Two things

  ARG A B=1
