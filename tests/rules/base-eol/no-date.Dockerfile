FROM debian:9
