FROM debian:12
ARG MODE
RUN if [ $MODE = dev ]; then echo dev; fi
#~       ^^^^^ unquoted-test-operand: without a value of `MODE` this test is an error
RUN test ${MODE} != "x" || echo x
#~       ^^^^^^^ unquoted-test-operand: without a value of `MODE` this test is an error
#~ fix: firing.fixed.Dockerfile
