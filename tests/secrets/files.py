"""Files that are secrets, or that only one program writes: class -> [(path, bytes, the value that is
to be found, or None where the whole file is)]."""

import base64
import hashlib
import json

from draws import (armour, der, ec_key, integer, openssh_key, pkcs8, rsa_key)


def text(path, *lines):
    return path, ("\n".join(lines) + "\n").encode()


def keys(d):
    rsa = rsa_key(d, 2048)
    plain = {
        "root/.ssh/id_rsa": armour("RSA PRIVATE KEY", rsa),
        "etc/ssl/private/server.key": armour("PRIVATE KEY", pkcs8(rsa_key(d, 2048))),
        "srv/app/certs/ec.pem": armour("EC PRIVATE KEY", ec_key(d)),
        "srv/app/dsa.pem": armour("DSA PRIVATE KEY", der(0x30, b"".join(
            integer(d.bytes(size)) for size in (1, 128, 20, 128, 128, 20)))),
        "home/user/.ssh/id_ed25519": armour("OPENSSH PRIVATE KEY", openssh_key(d), width=70),
        "home/user/.ssh/locked": armour("OPENSSH PRIVATE KEY", openssh_key(d, True), width=70),
        "srv/app/encrypted.pem": armour("ENCRYPTED PRIVATE KEY", pkcs8(rsa_key(d, 2048), True)),
        "srv/app/old.pem": armour("RSA PRIVATE KEY", d.bytes(1190),
                                  "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC," +
                                  d.hex(32).upper() + "\n"),
        "srv/app/windows.pem": armour("RSA PRIVATE KEY", rsa_key(d, 1024), end="\r\n"),
        "srv/app/settings.json": json.dumps({"tls": {"key": armour("PRIVATE KEY", pkcs8(rsa_key(d, 2048)))}}),
        "srv/app/key.py": 'KEY = (\n' + "".join(
            f'    "{line}\\n"\n' for line in armour("RSA PRIVATE KEY", rsa_key(d, 1024)).split()[3:-4]) + ")\n",
        "srv/app/values.yaml": "tls:\n  key: |\n" + "".join(
            f"    {line}\n" for line in armour("EC PRIVATE KEY", ec_key(d)).strip().split("\n")),
        "home/user/client.ovpn": "client\ndev tun\n<key>\n" + armour("PRIVATE KEY", pkcs8(rsa_key(d, 2048))) + "</key>\n",
    }
    lines = armour("RSA PRIVATE KEY", rsa_key(d, 1024)).strip().split("\n")
    plain["srv/app/key.py"] = "KEY = (\n" + "".join(f'    "{line}\\n"\n' for line in lines) + ")\n"
    out = [(path, content.encode(), None) for path, content in plain.items()]
    out.append(("usr/local/bin/agent", b"\x7fELF\2\1\1" + d.bytes(3000) + armour(
        "EC PRIVATE KEY", ec_key(d)).encode() + b"\0" + d.bytes(3000), None))
    return out


def pgp(d):
    # An old-format packet of tag 5 (RFC 4880, 4.2 and 5.5.3), a user id, and so on.
    body = b"\4" + d.bytes(4) + b"\1" + b"\x08\0" + d.bytes(256) + b"\0\x11\1\0\1" + b"\0" + d.bytes(600)
    packet = b"\x95" + len(body).to_bytes(2, "big") + body + b"\xb4\5a <b>"
    block = armour("PGP PRIVATE KEY BLOCK", packet, "Version: GnuPG v2\n")
    lines = block.strip().split("\n")
    lines.insert(-1, "=" + d.base64(4))
    return [("root/backup.asc.txt", "\n".join(lines).encode() + b"\n", None)]


def putty(d):
    out = []
    for name, encryption in (("work.ppk", "none"), ("locked.ppk", "aes256-cbc")):
        private = base64.b64encode(d.bytes(600)).decode()
        public = base64.b64encode(d.bytes(277)).decode()
        rows = lambda body: [body[i:i + 64] for i in range(0, len(body), 64)]
        out.append((*text("home/user/" + name, "PuTTY-User-Key-File-2: ssh-rsa",
                          "Encryption: " + encryption, "Comment: work",
                          f"Public-Lines: {len(rows(public))}", *rows(public),
                          f"Private-Lines: {len(rows(private))}", *rows(private),
                          "Private-MAC: " + d.hex(40)), None))
    return out


def service_account(d):
    document = {"type": "service_account", "project_id": d.word(), "private_key_id": d.hex(40),
                "private_key": armour("PRIVATE KEY", pkcs8(rsa_key(d, 2048))),
                "client_email": "app@project.iam.gserviceaccount.com"}
    return [("srv/app/sa.json", json.dumps(document, indent=2).encode(), None),
            ("srv/app/sa-short.json", json.dumps(document).encode(), None)]


def encoded_key(d):
    key = base64.b64encode(armour("RSA PRIVATE KEY", rsa_key(d, 2048)).encode()).decode()
    return [(*text("root/.kube/config", "apiVersion: v1", "users:", "- name: admin", "  user:",
                   "    client-key-data: " + key), key)]


def openvpn(d):
    rows = [d.hex(32) for _ in range(16)]
    return [(*text("etc/openvpn/ta.key", "#", "# 2048 bit OpenVPN static key", "#",
                   "-----BEGIN OpenVPN Static key V1-----", *rows,
                   "-----END OpenVPN Static key V1-----"), rows[3])]


def crypt(d, method="6"):
    letters = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    return f"${method}${d.of(letters, 16)}${d.of(letters, 86)}"


def jks(tags):
    """The first entries of a key store; of the last one the tag and the name alone."""
    out = bytes.fromhex("feedfeed00000002") + len(tags).to_bytes(4, "big")
    for tag in tags:
        out += tag.to_bytes(4, "big") + b"\0\5entry" + bytes(8)
        if tag == 2:
            out += b"\0\5X.509" + (300).to_bytes(4, "big") + bytes(300)
    return out


def pkcs12(d, kind):
    """Kind 1 or 2: a bag with a key; 3: with a certificate."""
    bag = der(6, bytes.fromhex("2a864886f70d010c0a01") + bytes([kind]))
    return der(0x30, integer(b"\3") + der(0x30, d.bytes(200) + bag + d.bytes(900)))


def logins(d):
    login = base64.b64encode(f"{d.word()}:{d.mixed(24)}".encode()).decode()
    other = base64.b64encode(f"{d.word()}:{d.password()}".encode()).decode()
    whole = base64.b64encode(json.dumps({"auths": {"r.corp.internal": {"auth": other}}}).encode().replace(b" ", b"")).decode()
    return [(*text("srv/secret.yaml", "kind: Secret", "data:", "  .dockerconfigjson: " + whole), whole),
            (*text("root/.docker/config.json", json.dumps(
        {"auths": {"registry.example.org": {"auth": login}}}, indent=1)), login),
            ("home/user/.docker/config.json", json.dumps(
                {"auths": {"https://index.docker.io/v1/": {"auth": other}}}).encode(), other)]


def npm(d):
    token, login = d.uuid(), base64.b64encode(d.bytes(24)).decode()
    return [(*text("root/.npmrc", "registry=https://npm.corp.internal/",
                   "//npm.corp.internal/:_authToken=" + token), token),
            (*text("srv/app/.npmrc", "_auth=" + login, "always-auth=true"), login)]


def made(d):
    chosen = [d.password() for _ in range(12)]
    hash_, apr, salt = crypt(d), crypt(d, "apr1"), d.of("!#%&()*+,-./:;<=>?@[]^_{|}~0123456789abcXYZqwertzuiopQWERTZ", 64)
    tsig = base64.b64encode(d.bytes(32)).decode()
    exponent = base64.b64encode(d.bytes(32)).decode()
    stored = base64.b64encode(chosen[7].encode()).decode()
    jenkins = "{AQAAABAAAA" + base64.b64encode(d.bytes(60)).decode() + "}"
    omni = d.mixed(40)
    rdp = "01000000D08C9DDF0115D1118C7A00C04FC297EB" + d.hex(400).upper()
    tpm = base64.b64encode(d.bytes(20)).decode()
    master = d.hex(32)
    return {
        "netrc-password": [
            (*text("root/.netrc", "machine git.corp.internal", "login " + d.word(), "password " + chosen[0]), chosen[0]),
            (*text("etc/apt/auth.conf.d/corp.conf", f"machine apt.corp.internal login bot password {chosen[1]}"), chosen[1])],
        "postgres-password-file": [(*text("root/.pgpass", "# hosts", f"db.internal:5432:*:app:{chosen[2]}"), chosen[2])],
        "password-hash": [(*text("etc/shadow", f"root:{hash_}:19000:0:99999:7:::", "daemon:*:19000:0:99999:7:::"), hash_),
                          (*text("etc/shadow-", f"root:!{hash_[:-2]}ab:19000:0:99999:7:::"), hash_[:-2] + "ab")],
        "htpasswd-hash": [(*text("etc/nginx/.htpasswd", "admin:" + apr), apr)],
        "chap-secret": [(*text("etc/ppp/chap-secrets", "# client server secret", f'vpn * "{chosen[3]}" *'), chosen[3])],
        "mail-relay-password": [(*text("etc/postfix/sasl_passwd", f"[smtp.corp.internal]:587 relay:{chosen[4]}"), chosen[4])],
        "secret-file": [(*text("srv/app/config/master.key", master), master),
                        (*text("srv/app/password.txt", chosen[5]), chosen[5]),
                        (*text("root/.vault-pass", chosen[6]), chosen[6])],
        "java-key-store": [("srv/app/keystore.jks", jks((1,)) + d.bytes(2000), None),
                           ("srv/app/mixed.jks", jks((2, 2, 1)) + d.bytes(500), None)],
        "pkcs12-key-store": [("srv/app/client.p12", pkcs12(d, 2), None), ("srv/app/code.pfx", pkcs12(d, 1), None)],
        "password-safe": [("home/user/work.kdbx", bytes.fromhex("03d9a29a67fb4bb5") + d.bytes(1500), None),
                          ("home/user/work.psafe3", b"PWS3" + d.bytes(800), None),
                          ("home/user/x.agilekeychain/data/default/encryptionKeys.js",
                           b'{"list":[{"data":"U2FsdGVkX1' + d.base64(400).encode() + b'"}]}', None)],
        "bitlocker-key": [("home/user/0A1B.BEK", b"\x9c\0\0\0\1\0\0\0\x30\0\0\0\x9c\0\0\0" + d.bytes(140), None)],
        "captured-traffic": [("root/dump.pcap", bytes.fromhex("d4c3b2a102000400") + d.bytes(500), None)],
        "database-file": [("srv/app.mdf", bytes.fromhex("010f000008010000") + bytes(2000), None)],
        "tor-onion-key": [("var/lib/tor/hs/hs_ed25519_secret_key", b"== ed25519v1-secret: type0 ==\0\0\0" + d.bytes(64), None)],
        "dnssec-key": [(*text("etc/bind/Kcorp.internal.+013+12345.private", "Private-key-format: v1.3",
                              "Algorithm: 13 (ECDSAP256SHA256)", "PrivateKey: " + exponent), exponent)],
        "tsig-key": [(*text("etc/bind/rndc.key", 'key "rndc-key" {', "\talgorithm hmac-sha256;", f'\tsecret "{tsig}";', "};"), tsig)],
        "wordpress-salt": [(*text("var/www/wp-config.php", "<?php", f"define('AUTH_KEY',         '{salt}');"), salt)],
        "jenkins-secret": [(*text("var/jenkins_home/credentials.xml", "<password>" + jenkins + "</password>"), jenkins)],
        "stored-login": [(*text("root/.config/filezilla/sitemanager.xml", f'<Pass encoding="base64">{stored}</Pass>'), stored)],
        "remote-desktop-password": [(*text("home/user/office.rdp", "full address:s:pc.corp", "password 51:b:" + rdp), rdp)],
        "tpm-owner-password": [(*text("home/user/pc.tpm", "<tpmOwnerData><ownerAuth>" + tpm + "</ownerAuth></tpmOwnerData>"), tpm)],
        "omniauth-secret": [(*text("srv/app/config/initializers/omniauth.rb", f"  provider :github, '{d.hex(20)}', '{omni}'"), omni)],
        "command-line-password": [
            (*text("root/.bash_history", "ls", f"sshpass -p '{chosen[8]}' ssh host", "exit"), chosen[8]),
            (*text("usr/local/bin/fetch.sh", "#!/bin/sh", f"curl -sf -u bot:{chosen[9]} https://files.corp.internal/x"), chosen[9]),
            (*text("root/.ash_history", f"mysql -u root -p{chosen[10]} app"), chosen[10])],
    }


def all_files(d):
    out = {"private-key": keys(d), "pgp-private-key": pgp(d), "putty-key": putty(d),
           "google-service-account-key": service_account(d), "encoded-private-key": encoded_key(d),
           "openvpn-static-key": openvpn(d), "docker-login": logins(d), "npm-login": npm(d)}
    out.update(made(d))
    return out


def digest(data):
    return hashlib.sha256(data).hexdigest()
