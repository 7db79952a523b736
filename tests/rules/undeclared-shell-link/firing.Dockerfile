FROM debian:12
RUN ln -sf /bin/bash /bin/sh
#~  ^^^^^^^^^^^^^^^^^^^^^^^^ undeclared-shell-link: /bin/sh is replaced, where SHELL would choose another shell
RUN rm /bin/sh && ln -s /bin/bash /bin/sh
#~                ^^^^^^^^^^^^^^^^^^^^^^^ undeclared-shell-link: /bin/sh is replaced, where SHELL would choose another shell

FROM debian:12
RUN apt-get update && ln -snf bash /bin/sh && apt-get install -y git
#~                    ^^^^^^^^^^^^^^^^^^^^ undeclared-shell-link: /bin/sh is replaced, where SHELL would choose another shell

FROM debian:12
RUN mv /bin/bash /bin/sh
#~  ^^^^^^^^^^^^^^^^^^^^ undeclared-shell-link: /bin/sh is replaced, where SHELL would choose another shell

FROM debian:12
RUN ln -sf /bin/dash /bin/sh
#~  ^^^^^^^^^^^^^^^^^^^^^^^^ undeclared-shell-link: /bin/sh is replaced, where SHELL would choose another shell
#~ unsafe-fix: firing.fixed.Dockerfile
