FROM python:3.12
CMD ["python", "app.py"]

FROM python:3.12
CMD exec python app.py --port $PORT

FROM python:3.12
ENTRYPOINT ./prepare && exec serve

FROM python:3.12
SHELL ["/bin/bash", "-c"]
CMD python app.py

FROM mcr.microsoft.com/windows/servercore:ltsc2022
CMD app.exe

FROM python:3.12
CMD python old.py
CMD ["python", "new.py"]

FROM python:3.12
HEALTHCHECK CMD curl -f http://localhost/ || exit 1
#~ note: only the last CMD counts; a HEALTHCHECK is no process 1
