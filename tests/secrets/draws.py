"""Random letters of every alphabet, and the structures that keys are wrapped in; all from one seed.

Nothing here is a secret of anybody: every value is drawn when the test runs, and none is stored."""

import base64
import hashlib
import string
import uuid
import zlib

BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


class Draw:
    def __init__(self, random):
        self.random = random

    def of(self, letters, count):
        return "".join(self.random.choice(letters) for _ in range(count))

    def hex(self, count):
        return self.of("0123456789abcdef", count)

    def digits(self, count):
        return self.of("123456789", 1) + self.of(string.digits, count - 1)

    def upper(self, count):
        return self.of(string.ascii_uppercase + string.digits, count)

    def lower(self, count):
        return self.of(string.ascii_lowercase + string.digits, count)

    def base32(self, count):
        return self.of(string.ascii_uppercase + "234567", count)

    def mixed(self, count):
        return self.of(BASE62, count)

    def wide(self, count):
        """Of base64url; never a dash or underscore at its ends, where shapes cannot tell them."""
        if count < 3:
            return self.mixed(count)
        return self.mixed(1) + self.of(BASE62 + "_-", count - 2) + self.mixed(1)

    def base64(self, count):
        return self.of(BASE62 + "+/", count)

    def uuid(self):
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def bytes(self, count):
        return bytes(self.random.getrandbits(8) for _ in range(count))

    def word(self):
        return self.random.choice(WORDS)

    def words(self, count):
        return " ".join(self.word() for _ in range(count))

    def password(self):
        """As people choose them: two words, a sign, digits."""
        signs = "-_!.+"
        first, second = self.random.sample(WORDS, 2)
        return (first.capitalize() + self.random.choice(signs) + second +
                str(self.random.randint(13, 98)) + self.random.choice("!%#")
                ).replace("#", "7")


WORDS = """harbour lantern copper meadow velvet walnut signal canyon maple orbit pepper falcon
ribbon glacier saddle timber anchor marble thunder willow pebble cactus cobalt tundra violet
basalt ember fjord gravel hazel indigo juniper kelp lagoon mango nectar onyx prairie quartz
raven sienna tulip umber vortex wharf yonder zephyr bramble cinder dapple""".split()


def base62(number, width):
    out = ""
    for _ in range(width):
        out = BASE62[number % 62] + out
        number //= 62
    return out


def with_github_sum(prefix, body):
    return prefix + body + base62(zlib.crc32(body.encode()), 6)


def with_grafana_sum(body):
    return f"{body}_{zlib.crc32(body.encode()):08x}"


def bech32(prefix, data):
    def polymod(values):
        sum_ = 1
        for value in values:
            top = sum_ >> 25
            sum_ = (sum_ & 0x1ffffff) << 5 ^ value
            for i, term in enumerate((0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3)):
                sum_ ^= term if top >> i & 1 else 0
        return sum_

    bits = int.from_bytes(data, "big")
    count = len(data) * 8
    pad = -count % 5
    values = [(bits << pad) >> shift & 31 for shift in range(count + pad - 5, -1, -5)]
    head = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    sum_ = polymod(head + values + [0] * 6) ^ 1
    values += [sum_ >> 5 * (5 - i) & 31 for i in range(6)]
    return prefix + "1" + "".join(BECH32[value] for value in values)


def base58check(payload):
    payload += hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number = int.from_bytes(payload, "big")
    out = ""
    while number:
        number, digit = divmod(number, 58)
        out = BASE58[digit] + out
    return "1" * (len(payload) - len(payload.lstrip(b"\0"))) + out


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


# DER (X.690)

def der(tag, content):
    size = len(content)
    if size < 0x80:
        length = bytes([size])
    elif size < 0x100:
        length = bytes([0x81, size])
    else:
        length = bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([tag]) + length + content


def integer(data):
    data = data.lstrip(b"\0") or b"\0"
    return der(2, b"\0" + data if data[0] & 0x80 else data)


def rsa_key(draw, bits):
    size = bits // 8
    parts = [b"\0", draw.bytes(size), b"\1\0\1", draw.bytes(size)]
    parts += [draw.bytes(size // 2) for _ in range(5)]
    return der(0x30, b"".join(integer(part) for part in parts))


def ec_key(draw):
    oid = bytes.fromhex("06082a8648ce3d030107")  # prime256v1
    return der(0x30, integer(b"\1") + der(4, draw.bytes(32)) + der(0xa0, oid) +
               der(0xa1, der(3, b"\0\4" + draw.bytes(64))))


def pkcs8(key, encrypted=False):
    rsa = bytes.fromhex("300d06092a864886f70d0101010500")
    if encrypted:  # PBES2, roughly
        head = der(0x30, bytes.fromhex("06092a864886f70d01050d") + der(0x30, key[:40]))
        return der(0x30, head + der(4, key))
    return der(0x30, integer(b"\0") + rsa + der(4, key))


def openssh_key(draw, encrypted=False):
    def text(data):
        return len(data).to_bytes(4, "big") + data

    cipher, kdf = (b"aes256-ctr", b"bcrypt") if encrypted else (b"none", b"none")
    options = text(draw.bytes(16)) + b"\0\0\0\x10" if encrypted else b""
    public = text(b"ssh-ed25519") + text(draw.bytes(32))
    private = draw.bytes(4) * 2 + text(b"ssh-ed25519") + text(draw.bytes(32)) + text(draw.bytes(64))
    return (b"openssh-key-v1\0" + text(cipher) + text(kdf) + text(options) + b"\0\0\0\1" +
            text(public) + text(private + b"\1\2\3\4\5"))


def armour(label, data, headers="", width=64, end="\n"):
    body = base64.b64encode(data).decode()
    lines = [body[i:i + width] for i in range(0, len(body), width)]
    return end.join([f"-----BEGIN {label}-----"] + ([headers] if headers else []) + lines +
                    [f"-----END {label}-----", ""])
