"""Files that look like secrets and are none: what scanners cry wolf at. Each maker gives one file;
together more than a thousand, half of them drawn anew for each seed."""

import base64
import hashlib
import json

from draws import BASE62, armour, base64url, der, integer, rsa_key
from files import jks, pkcs12
from plain_files import PLAIN

TEXTS = [
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", "GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D",
    "PYTHON_SHA256=d2ec5b3eb2f6ee6f1c2ea8e0e3ef2ac4dcf2ffee7e4ab6ae5fe5eb7c5a1d5a6e", "NODE_VERSION=20.11.1",
    "DB_PASSWORD_FILE=/run/secrets/db", "API_TOKEN=", "API_TOKEN=${API_TOKEN}", "SECRET_KEY=changeme",
    "POSTGRES_PASSWORD=postgres", "/bin/sh -c apt-get install -y passwd libsecret-1-0 && rm -rf /var/lib/apt/lists/*",
    "COPY --chown=app:app password_reset.html /srv/ # buildkit", "RUN |1 TOKEN /bin/sh -c make",
    "KEYCLOAK_VERSION=24.0.1", "maintainer=Jo Author <jo@example.org>", "TOKENIZERS_PARALLELISM=false",
    "org.opencontainers.image.revision=0c4f1e5d8a7b6c3f2e1d0a9b8c7d6e5f4a3b2c1d",
    "/bin/sh -c #(nop)  CMD [\"sh\" \"-c\" \"exec app --password-file=/run/secrets/p\"]",
    "/bin/sh -c curl -fsSL https://deb.nodesource.com/gpgkey/nodesource.gpg.key | gpg --dearmor",
    "/bin/sh -c mysql -u root -p$MYSQL_ROOT_PASSWORD app < dump.sql", "docker login -u user --password-stdin",
    "SSH_AUTH_SOCK=/run/ssh-agent", "com.docker.compose.config-hash=9c1185a5c5e9fc54612808977ee8f548b2258d31",
    "RAILS_MASTER_KEY=", "JWT_SECRET=your-secret-here", "TOKEN=<token>", "PASSWORD_MIN_LENGTH=12",
    "NPM_TOKEN=dummy", "SECRET_KEY_BASE=precompile_placeholder", "/bin/sh -c echo password: required",
    "VITE_SENTRY_DSN=https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/1",
]


# One line each in a list of such lines.

def lines(d, make, count=12):
    return "\n".join(make(d) for _ in range(count)) + "\n"


LISTS = [
    ("srv/SHA256SUMS", lambda d: f"{d.hex(64)}  {d.word()}.tar.gz"),
    ("srv/app/requirements.txt", lambda d: f"{d.word()}==1.{d.digits(1)} --hash=sha256:{d.hex(64)}"),
    ("srv/app/go.sum", lambda d: f"github.com/{d.word()}/{d.word()} v1.0.0 h1:{d.base64(43)}="),
    ("srv/app/yarn.lock", lambda d: f'{d.word()}@^1.0.0:\n  resolved "https://registry.yarnpkg.com/x/-/x-1.tgz#{d.hex(40)}"\n  integrity sha512-{d.base64(86)}=='),
    ("srv/app/Cargo.lock", lambda d: f'[[package]]\nname = "{d.word()}"\nversion = "1.0.0"\nchecksum = "{d.hex(64)}"\n'),
    ("srv/app/poetry.lock", lambda d: f'    {{file = "{d.word()}.whl", hash = "sha256:{d.hex(64)}"}},'),
    ("srv/app/Gemfile.lock", lambda d: f"    {d.word()} (1.{d.digits(1)}) sha256={d.hex(64)}"),
    ("srv/app/images.txt", lambda d: f"registry.corp.internal/{d.word()}:latest@sha256:{d.hex(64)}"),
    ("srv/app/layers.txt", lambda d: f"oci-layout://{d.lower(25)}:latest@sha256:{d.hex(64)}"),
    ("srv/app/git.log", lambda d: f"commit {d.hex(40)}\nChange-Id: I{d.hex(40)}\n    {d.words(4)}"),
    ("srv/app/ids.csv", lambda d: f"{d.uuid()},{d.word()},{d.digits(12)}"),
    ("srv/app/app.sln", lambda d: f'Project("{{{d.uuid().upper()}}}") = "{d.word()}", "{d.word()}.csproj"'),
    ("etc/ssh/known_hosts", lambda d: f"{d.word()}.internal ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{d.base64(43)}"),
    ("root/.ssh/authorized_keys", lambda d: f"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ{d.base64(338)} {d.word()}@host"),
    ("srv/app/etags.conf", lambda d: f"{d.word()}.etag = \"{d.hex(32)}\""),
    ("srv/app/store.txt", lambda d: f"/nix/store/{d.of('0123456789abcdfghijklmnpqrsvwxyz', 32)}-{d.word()}-1.0"),
    ("srv/app/cache.yml", lambda d: f"{d.word()}:\n  cache_key: {d.hex(32)}\n  primary_key: id"),
    ("srv/app/fingerprints.txt", lambda d: f"SHA256:{d.base64(43)} {d.word()} (ED25519)"),
    ("srv/app/manifest.json", lambda d: json.dumps({d.word() + ".js": f"{d.word()}.{d.hex(20)}.js"})),
    ("srv/app/gpg.txt", lambda d: "key fingerprint = " + " ".join(d.hex(4).upper() for _ in range(10))),
    ("srv/app/dates.ini", lambda d: f"password_changed = 20{d.digits(2)}-01-02T03:04:05Z\ntoken_ttl = {d.digits(5)}"),
    ("srv/app/traces.txt", lambda d: f"trace_id={d.hex(32)} span_id={d.hex(16)} user={d.word()}"),
    ("srv/app/mac.txt", lambda d: ":".join(d.hex(2) for _ in range(6)) + " " + d.word()),
    ("srv/app/numbers.csv", lambda d: ",".join(d.digits(9) for _ in range(8))),
    ("srv/app/buckets.txt", lambda d: f"s3://{d.word()}-{d.lower(12)}/{d.uuid()}/part-{d.digits(5)}.parquet"),
    ("srv/app/containers.txt", lambda d: f"{d.hex(64)} {d.word()} Up 3 hours"),
    ("srv/app/subject.txt", lambda d: "X509v3 Subject Key Identifier: " + ":".join(d.hex(2).upper() for _ in range(20))),
    ("srv/app/urls.txt", lambda d: f"https://{d.word()}.corp.internal:8443/@{d.word()}/{d.word()}?v={d.hex(8)}"),
    ("srv/app/remotes.txt", lambda d: f"git@{d.word()}.internal:{d.word()}/{d.word()}.git ssh://git@{d.word()}.internal:22/x"),
    ("srv/app/dsn.txt", lambda d: f"https://{d.hex(32)}@o{d.digits(5)}.ingest.sentry.io/{d.digits(6)}"),
    ("srv/app/publishable.txt", lambda d: f"pk_live_{d.mixed(24)} pk_test_{d.mixed(24)} UA-{d.digits(7)}-1 G-{d.upper(10)}"),
    ("srv/app/tokens.txt", lambda d: f"ghp_{d.mixed(d.random.randint(5, 30))} glpat-{d.mixed(6)} AKIA{d.base32(9)} xoxb-{d.digits(4)}"),
    ("srv/app/wrong-sums.txt", lambda d: f"ghp_{d.mixed(36)} npm_{d.mixed(36)} glsa_{d.mixed(32)}_{d.hex(8)}"),
    ("srv/app/identifiers.py", lambda d: f"{d.word()}_token = get_{d.word()}_token('{d.word()}_{d.word()}_token_name')"),
    ("srv/app/strings.properties", lambda d: f"login.password={d.word().capitalize()} {d.word()}\nlogin.token.hint={d.words(3)}"),
    ("srv/app/model.txt", lambda d: f"token_embeddings.{d.digits(1)}.weight {d.hex(8)} {d.digits(6)}"),
    ("srv/app/words.yml", lambda d: f"{d.word()}_password: {d.word()}{d.word()}"),
    ("srv/app/camel.json", lambda d: json.dumps({"secretName": f"{d.word()}{d.word().capitalize()}{d.word().capitalize()}",
                                                 "tokenEndpoint": f"/oauth/{d.word()}/token"})),
    ("srv/app/sri.html", lambda d: f'<script src="/{d.word()}.js" integrity="sha384-{d.base64(64)}"></script>'),
    ("srv/app/svg.svg", lambda d: f'<path d="M{d.digits(3)} {d.digits(2)}L{d.digits(3)} {d.digits(3)}z" key="{d.hex(6)}"/>'),
]


PLACEHOLDERS = """your-api-key-here YOUR_API_KEY <your-token> ${API_TOKEN} $API_TOKEN {{ api_token }}
%(token)s changeme change-me xxxxxxxxxxxxxxxxxxxx ******************** ... REPLACE_ME REPLACE-WITH-YOUR-KEY
insert_token_here dummy-token-for-tests example-secret-value my-secret-token-placeholder null none true
00000000000000000000000000000000 11111111-1111-1111-1111-111111111111 abcdefghijklmnopqrstuvwxyz123456
0123456789abcdef0123456789abcdef 000102030405060708090a0b0c0d0e0f deadbeefdeadbeefdeadbeefdeadbeef
SET-ME-LATER not-a-real-secret this-is-not-a-secret vault:secret/data/app#key op://vault/item/field
arn:aws:secretsmanager:eu-west-1:123456789012:secret:app /run/secrets/api_key file:///etc/app/key
env:API_KEY ENC[PKCS7,MIIBqQYJKoZ] !vault @Microsoft.KeyVault(SecretUri=https://v/) ref+vault://secret/x
projects/p/secrets/s/versions/latest process.env.TOKEN os.environ['TOKEN'] getenv("TOKEN") System.getenv("X")
generate_random_string(32) secrets.token_hex(16) SecureRandom.hex(64) crypto.randomBytes(32) uuid.uuid4()
AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY sk_test_xxxxxxxxxxxxxxxxxxxxxxxx
ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx xoxb-xxxxxxxxxxxx-xxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxx
AIzaSyXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX SG.xxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
glpat-xxxxxxxxxxxxxxxxxxxx hvs.xxxxxxxxxxxxxxxxxxxxxxxx dckr_pat_xxxxxxxxxxxxxxxxxxxxxxxxxxx
thisisnotarealpassword password123 Passw0rd! hunter22 letmein12 qwertyuiop secret123 s3cr3tpassw0rd
admin123 postgres mysql root tomcat guest minioadmin changeit vagrant""".split()
WRAPS = [
    ("srv/app/.env", "API_KEY={}\n"), ("srv/app/.env.example", "SECRET_TOKEN={}\nPORT=80\n"),
    ("etc/app/config.yml", "auth:\n  api_token: {}\n"), ("srv/app/settings.py", "API_TOKEN = '{}'\n"),
    ("etc/app/app.conf", "password = {}\n"), ("srv/app/config.json", '{{"clientSecret": "{}"}}\n'),
    ("srv/docker-compose.yml", "    environment:\n      - DB_PASSWORD={}\n"),
]


PROGRAMS = [
    ("srv/app/auth.py", "import os\n\ndef login(user, password, token=None):\n    secret = os.environ['APP_SECRET']\n"
                        "    password_hash = hash_password(password, salt=make_salt())\n    return Token(user, secret_key=settings.SECRET_KEY)\n"),
    ("srv/app/auth.ts", "interface Login { password: string; accessToken?: string; apiKey: ApiKeyType }\n"
                        "const token: string = localStorage.getItem('authTokenStorageKey') ?? '';\n"),
    ("srv/app/Auth.java", "private static final String PASSWORD_PROPERTY = \"javax.net.ssl.keyStorePassword\";\n"
                          "String apiKey = request.getHeader(\"X-Api-Key-Identifier\");\n"),
    ("srv/app/auth.go", 'const tokenPath = "/var/run/secrets/kubernetes.io/serviceaccount/token"\n'
                        'var ErrBadPassword = errors.New("password must contain 12 characters")\n'),
    ("srv/app/pem.py", "BEGIN = '-----BEGIN RSA PRIVATE KEY-----'\nEND = '-----END RSA PRIVATE KEY-----'\n"
                       "def is_key(text):\n    return text.startswith('-----BEGIN PRIVATE KEY-----')\n"),
    ("srv/app/pem.c", '#define PEM_STRING_RSA "RSA PRIVATE KEY"\nif (!strcmp(line, "-----BEGIN OPENSSH PRIVATE KEY-----\\n")) {\n'),
    ("srv/app/template.yml", "key: |\n  -----BEGIN PRIVATE KEY-----\n  ...\n  -----END PRIVATE KEY-----\n"),
    ("srv/app/template.pem", "-----BEGIN RSA PRIVATE KEY-----\n<paste your key here>\n-----END RSA PRIVATE KEY-----\n"),
    ("srv/app/cut.md", "```\n-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n[...]\n-----END RSA PRIVATE KEY-----\n```\n"),
    ("srv/app/help.txt", "  --password PASSWORD   the password to log in with\n  --token TOKEN  an access token\n  -u USER:PASSWORD\n"),
    ("srv/app/usage.sh", "curl -u user:password https://example.org/\ncurl -u \"$USER:$PASSWORD\" https://x\nsshpass -p \"$PASS\" ssh h\n"),
    ("srv/app/login.html", '<input type="password" name="password" placeholder="Password" autocomplete="current-password">\n'
                           '<meta name="csrf-token" content="">\n'),
    ("srv/app/urls.py", "URL = 'postgres://postgres:postgres@localhost/app'\nPROXY = 'http://user:pass@proxy:3128'\n"
                        "DOC = 'https://user:password@example.com/'\nA = f'redis://:{password}@{host}:6379'\n"),
    ("srv/app/jdbc.properties", "url=jdbc:postgresql://db:5432/app?user=app&password=${DB_PASSWORD}\nspring.datasource.password=@db.password@\n"),
    ("srv/app/schema.sql", "CREATE TABLE users (id uuid PRIMARY KEY, password_hash text NOT NULL, api_token text);\n"
                           "CREATE USER app WITH PASSWORD :'app_password';\n"),
    ("srv/app/openapi.yml", "components:\n  securitySchemes:\n    apiKey: {type: apiKey, in: header, name: X-API-Key}\n    token: {type: http, scheme: bearer}\n"),
    ("srv/app/i18n.json", json.dumps({"password": "Mot de passe", "token": "Jeton", "secret": "Phrase secrète",
                                      "forgot_password": "Mot de passe oublié ?"})),
    ("srv/app/deploy.yml", "env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef: {name: db-credentials, key: password}\n"),
    ("srv/app/main.tf", 'variable "db_password" {\n  type = string\n  sensitive = true\n}\nresource "x" "y" { password = var.db_password }\n'),
    ("srv/app/values.yaml", "auth:\n  existingSecret: my-release-credentials\n  secretKeys:\n    adminPasswordKey: admin-password\n"),
    ("srv/app/wp-config.php", "define( 'DB_PASSWORD', 'password_here' );\ndefine( 'AUTH_KEY', 'put your unique phrase here' );\n"
                              "define('SECURE_AUTH_SALT', getenv('SALT'));\n"),
    ("srv/app/settings2.py", "SECRET_KEY = env('DJANGO_SECRET_KEY')\nAUTH_PASSWORD_VALIDATORS = [{'NAME': 'django.contrib.auth.password_validation.X'}]\n"),
    ("srv/app/tokenizer.py", "tokenizer = Tokenizer(pad_token='[PAD]', unk_token='<unk>', eos_token='</s>', mask_token='[MASK]')\n"),
    ("srv/app/Dockerfile", "ARG NPM_TOKEN\nRUN --mount=type=secret,id=npm npm ci\nENV PASSWORD_STORE=/srv/store TOKEN_URL=https://login/token\n"),
    ("srv/app/nginx.conf", "ssl_certificate_key /etc/ssl/private/server.key;\nproxy_set_header Authorization \"Bearer $token\";\nauth_basic_user_file /etc/nginx/.htpasswd;\n"),
    ("srv/app/fetch.js", "headers: { Authorization: `Bearer ${accessToken}`, 'X-Auth': 'Basic ' + btoa(user + ':' + password) }\n"),
    ("srv/app/rules.toml", "[[rules]]\nid = \"github\"\nregex = '''ghp_[0-9a-zA-Z]{36}'''\nkeywords = [\"ghp_\", \"-----BEGIN\", \"AKIA\"]\n"),
    ("srv/app/aws.ini", "[default]\nregion = eu-west-1\noutput = json\naws_access_key_id = \naws_secret_access_key = \n"),
    ("srv/app/vectors.json", json.dumps({"key": "2b7e151628aed2a6abf7158809cf4f3c", "iv": "000102030405060708090a0b0c0d0e0f",
                                         "plaintext": "6bc1bee22e409f96e93d7e117393172a"})),
    ("srv/app/scan.c", 'static const char kind[] = "== ed25519v1-secret: type0 ==";\nconst char *names[] = {"_authToken= _auth= _password= npmAuthToken:"};\n'),
    ("srv/app/paths.conf", "signing_secret = app/keys/id_ed25519\ntoken_store = data/x9_store-2/t.db\nproxy = http://ann:s3cret@gateway/\n"),
    ("srv/app/plist.plist", "<key>CFBundlePackageType</key><string>APPL</string>\n<key>IFPkgFlagRestartAction</key><string>NoRestart</string>\n"),
    ("srv/app/pom.xml", "<properties><release.managerKey>86fdc7e2a11262cb</release.managerKey><sonar.login>${env.SONAR}</sonar.login></properties>\n"),
]


def binaries(d):
    image = b"\x89PNG\r\n\x1a\n" + d.bytes(3000)
    yield "srv/app/logo.png", image
    yield "srv/app/data.bin", b"\0" + d.bytes(20000)
    yield "srv/app/packed.gz", b"\x1f\x8b\x08\0" + d.bytes(9000)
    strings = ["password:", "Enter passphrase", "-----BEGIN RSA PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----",
               "ghp_", "AKIA", "token", "secret_key", "%s://%s:%s@%s", "Authorization: Basic %s"]
    yield "usr/local/bin/tool", b"\x7fELF\2\1\1" + b"\0".join(s.encode() for s in strings) + d.bytes(8000)
    yield "srv/app/asset.css", f"a{{background:url(data:image/png;base64,{base64.b64encode(image).decode()})}}".encode()
    yield "srv/app/font.js", f"export default '{d.base64(6000)}';\n".encode()
    yield "srv/app/blob.json", json.dumps({"wasm": d.base64(8000), "map": d.mixed(3000)}).encode()
    yield "srv/app/app.min.js", ("!function(){" + ";".join(
        f"{d.of(BASE62[10:], 1)}.{d.word()}Token={d.of(BASE62[10:], 2)}(\"{d.word()}\",{d.digits(4)})" for _ in range(300)) +
        "}()").encode()
    yield "srv/app/app.js.map", json.dumps({"version": 3, "mappings": d.of(BASE62 + ";,", 5000)}).encode()
    yield "srv/app/mail.eml", ("Content-Transfer-Encoding: base64\n\n" + "\n".join(d.base64(76) for _ in range(40))).encode()
    certificate = der(0x30, der(0x30, integer(d.bytes(8)) + d.bytes(700)) + d.bytes(260))
    yield "etc/ssl/certs/site.pem", armour("CERTIFICATE", certificate).encode()
    yield "srv/app/public.pem", armour("PUBLIC KEY", der(0x30, d.bytes(290))).encode()
    yield "srv/app/request.csr", armour("CERTIFICATE REQUEST", certificate).encode()
    yield "srv/app/dh.pem", armour("DH PARAMETERS", der(0x30, integer(d.bytes(256)) + integer(b"\2"))).encode()
    yield "srv/app/key.asc.txt", armour("PGP PUBLIC KEY BLOCK", b"\x99" + d.bytes(1200)).encode()
    yield "srv/app/cut.pem", armour("RSA PRIVATE KEY", rsa_key(d, 2048)[:600]).encode()  # ends too soon
    yield "srv/app/noise.pem", armour("PRIVATE KEY", b"\x31" + d.bytes(600)).encode()  # no key inside
    head = base64url(b'{"alg":"HS256","typ":"JWT"}')
    yield "srv/app/jwt.md", f"A token has three parts: `{head}.payload.signature`, or {head}.\n".encode()
    sample = base64url(b'{"sub":"1234567890","name":"John Doe","iat":1516239022}')
    yield "srv/app/jwt.txt", f"{head}.{sample}.{d.wide(43)}\n".encode()
    broken = "eyJhbGciOiJIUzI1NiJ9." + d.wide(60) + "." + d.wide(43)
    yield "srv/app/jwt.js", f"decode('{broken}')\n".encode()
    yield "srv/app/trust.jks", jks((2, 2))
    yield "srv/app/trust.p12", pkcs12(d, 3)
    yield "srv/app/x.bek", d.bytes(156)
    yield "srv/app/x.mdf", d.bytes(300)
    yield "srv/app/empty.pcap", bytes.fromhex("d4c3b2a1") + bytes(20)
    yield "srv/app/notes.key", b"PK\3\4" + d.bytes(500)
    yield "srv/app/words.password.txt", d.words(400).encode()


def made(d):
    out = []
    for _ in range(12):
        out += [(path, lines(d, make).encode()) for path, make in LISTS]
        out += list(binaries(d))
    for index, placeholder in enumerate(PLACEHOLDERS):
        for shift in range(2):
            path, wrap = WRAPS[(index * 2 + shift * 3) % len(WRAPS)]
            out.append((path, wrap.format(placeholder).encode()))
    out += [(path, content.encode()) for path, content in PROGRAMS]
    out += [(path, content) for path, content in PLAIN]
    for path, content in PROGRAMS:  # the same among other lines
        out.append((path, (f"# {d.words(6)}\n\n" + content + f"\n# {d.words(3)} {hashlib.sha1(content.encode()).hexdigest()}\n").encode()))
    return out
