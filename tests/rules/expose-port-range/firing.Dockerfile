FROM alpine:3.20
EXPOSE 80 65536/tcp
#~        ^^^^^^^^^ expose-port-range: `65536` is outside 1-65535
EXPOSE ${PORT:-70000}
#~     ^^^^^^^^^^^^^^ expose-port-range: `70000` is outside 1-65535
EXPOSE 90-80
#~     ^^^^^ expose-port-range: `90-80` ends before it begins
EXPOSE 80-70000
#~     ^^^^^^^^ expose-port-range: `80-70000` is outside 1-65535
EXPOSE http
#~     ^^^^ expose-port-range: `http` is no port number
EXPOSE 0
#~     ^ expose-port-range(warning): port 0 is no port that a program can be reached at
EXPOSE 80,443,8080
#~     ^^^^^^^^^^^ expose-port-range: `80,443,8080` is no port number
EXPOSE 80, 443
#~     ^^^ expose-port-range: `80,` is no port number
ONBUILD EXPOSE 99999
#~             ^^^^^ expose-port-range: `99999` is outside 1-65535
EXPOSE 80:99999
#~     ^^^^^^^^ expose-port-range: `99999` is outside 1-65535
EXPOSE 631 #For printing
#~         ^^^^ expose-port-range: no comment begins here: these words are taken for ports
#~ fix: firing.fixed.Dockerfile
