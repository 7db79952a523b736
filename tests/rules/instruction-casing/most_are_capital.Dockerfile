from alpine:3.20
#~ 1-4 instruction-casing: `from` is not cased like the other instructions
RUN true
Run false
#~ 1-3 instruction-casing: `Run` is not cased like the other instructions
RUN <<EOS
run it
EOS
onbuild RUN true
#~ 1-7 instruction-casing: `onbuild` is not cased like the other instructions
CMD ["true"]
#~ fix: most_are_capital.fixed.Dockerfile
