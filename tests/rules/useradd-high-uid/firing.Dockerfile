FROM debian:12
RUN useradd -u 1000120000 app
#~          ^^^^^^^^^^^^^ useradd-high-uid: a user id this high makes `useradd` write a huge sparse lastlog
RUN useradd --uid=200000 -m app && useradd -mu 300000 app
#~          ^^^^^^^^^^^^ useradd-high-uid: a user id this high makes `useradd` write a huge sparse lastlog
#~                                           ^^^^^^^^ useradd-high-uid: a user id this high makes `useradd` write a huge sparse lastlog
RUN export ID=1000120000 && useradd --uid $ID app && useradd --uid="${ID}" app && useradd -u$ID app
#~                                  ^^^^^^^^^ useradd-high-uid: a user id this high makes `useradd` write a huge sparse lastlog
#~                                                           ^^^^^^^^^^^^^ useradd-high-uid: a user id this high makes `useradd` write a huge sparse lastlog
#~                                                                                         ^^^^ useradd-high-uid: a user id this high makes `useradd` write a huge sparse lastlog
RUN useradd \
      --create-home \
      --uid 123456 \
#~    ^^^^^^^^^^^^ useradd-high-uid: a user id this high makes `useradd` write a huge sparse lastlog
      app
RUN ["useradd", "-u", "123456", "app"]
#~               ^^^^^^^^^^^^ useradd-high-uid: a user id this high makes `useradd` write a huge sparse lastlog
#~ fix: firing.fixed.Dockerfile
