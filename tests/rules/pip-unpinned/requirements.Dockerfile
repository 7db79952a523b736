FROM python:3.12
COPY requirements.txt dev.txt ./
RUN pip install -r requirements.txt
#~                 ^^^^^^^^^^^^^^^^ pip-unpinned(info): `requirements.txt` names `flask` and 2 more without a version
RUN pip install -r dev.txt && pip install -r other.txt && pip install -c dev.txt -r requirements.txt
#~ --- requirements.txt
# the server
flask
gunicorn[gevent]  # and its workers
requests>=2.31
--index-url https://pypi.example.org/simple
mine @ git+https://example.org/mine.git
./local
uvloop ; sys_platform != "win32"
#~ --- dev.txt
pytest==8.2.2
-r more.txt
