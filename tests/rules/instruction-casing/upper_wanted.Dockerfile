#~ args: --option style=upper
from alpine:3.20
#~ 1-4 instruction-casing: `from` is not cased like the other instructions
run true
#~ 1-3 instruction-casing: `run` is not cased like the other instructions
CMD ["true"]
