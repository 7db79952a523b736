FROM debian:12 AS base
FROM base AS one
FROM base AS two
FROM base AS three
FROM base AS four
