FROM alpine:3.20
ARG PORT
ENV KIND=https
EXPOSE 80/http 53/upd
#~     ^^^^^^^ expose-proto-invalid: `http` is no protocol of EXPOSE
#~             ^^^^^^ expose-proto-invalid: `upd` is no protocol of EXPOSE
EXPOSE ${PORT}/tpc
#~     ^^^^^^^^^^^ expose-proto-invalid: `tpc` is no protocol of EXPOSE
EXPOSE 443/$KIND
#~     ^^^^^^^^^ expose-proto-invalid: `https` is no protocol of EXPOSE
ONBUILD EXPOSE 80/tcp/udp
#~             ^^^^^^^^^^ expose-proto-invalid: `tcp/udp` is no protocol of EXPOSE
