FROM redis:7
# What its base declares is in no table.
CMD ["redis-server", "--dir", "/srv/redis"]
