FROM ghcr.io/team/app:1
