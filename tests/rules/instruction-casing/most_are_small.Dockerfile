from alpine:3.20
run true
CMD ["true"]
#~ 1-3 instruction-casing: `CMD` is not cased like the other instructions
#~ fix: most_are_small.fixed.Dockerfile
