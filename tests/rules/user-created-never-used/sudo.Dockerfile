FROM debian:12
RUN useradd --system app
RUN sudo -Hu app ./install
CMD ["python3", "/srv/app.py"]
