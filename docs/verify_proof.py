# SPDX-License-Identifier: Apache-2.0
"""Checks checkpoints and proofs of Gridlog with nothing but Python's standard library.

--key is what `gridlog key show` prints, told to you by somebody you trust; it may be repeated. --old is a
checkpoint that you kept: a consistency proof must begin at it. Of a certificate the signature is checked. Prints one line a file; the status is 0 if all
hold, otherwise 1. Written from C2SP, RFC 8032, RFC 9162 and docs/FORMAT.md §5, not from our code."""
import argparse, base64, hashlib, re, sys

def need(condition, why):
    if not condition:
        raise ValueError(why)

def unbase64(text):
    data = base64.b64decode(text, validate=True)
    need(base64.b64encode(data) == text.encode(), "not Base64 in its one form")
    return data

def number(text):
    need(re.fullmatch("0|[1-9][0-9]{0,19}", text) and int(text) < 2**64, "not a number")
    return int(text)

def hash32(text):
    need(len(unbase64(text)) == 32, "not a hash of 32 bytes")
    return unbase64(text)

# Ed25519, RFC 8032 §5.1: points as (X, Y, Z, T).
P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P

def add(a, b):
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    u, v = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, v - u, v + u, t + s
    return (e * f % P, g * h % P, f * g % P, e * h % P)

def times(factor, point):
    one = point if factor & 1 else (0, 1, 1, 0)
    return add(times(factor >> 1, add(point, point)), one) if factor else one

def point(data):
    sign, y = data[31] >> 7, int.from_bytes(data, "little") & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    need(y < P and (x * x - square) % P == 0 and (x or not sign), "not a public key")
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)
BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))

def is_signed(public, message, signature):
    s = int.from_bytes(signature[32:], "little")
    need(len(signature) == 64 and s < Q, "a wrong signature")
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    x, y, z, _ = add(times(s, BASE), times(Q - h, point(public)))
    x, y = x * pow(z, -1, P) % P, y * pow(z, -1, P) % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]

def verifier_key(text):
    parts = text.strip().split("+", 2)
    need(len(parts) == 3 and re.fullmatch("[0-9a-fA-F]{8}", parts[1]), "a key is name+hash+base64")
    name, id, key = parts[0], bytes.fromhex(parts[1]), unbase64(parts[2])
    valid = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4] == id
    need(valid and len(key) == 33 and key[0] == 1, "not an Ed25519 key, or not its hash")
    return name, id, key[1:]

def signed_lines(text, keys, origin):
    """The lines of a signed note, once a key has signed it whose name is what `origin` finds in them."""
    cut = text.rfind("\n\n") + 1
    need(cut > 0 and text.endswith("\n"), "no signatures")
    body, signatures, signed = text[:cut], text[cut + 1:-1].split("\n"), False
    lines = body[:-1].split("\n")
    need(len(lines) >= 3 and all(lines) and len(signatures) <= 64, "not a signed note of ours")
    for line in signatures:
        parts = line.split(" ")
        need(len(parts) == 3 and parts[0] == "—", "not a signature")
        name, data = parts[1], unbase64(parts[2])
        valid = name and "+" not in name and not any(map(str.isspace, name))
        need(valid and len(data) > 4, "not a signature")
        for key_name, id, public in keys:
            if key_name == name == origin(lines) and id == data[:4]:
                need(is_signed(public, body.encode(), data[4:]), "a wrong signature")
                signed = True
    need(signed, "not signed by a key that was given")
    return lines

def checkpoint(text, keys):
    """A signed note of a tree: its origin, size and root."""
    lines = signed_lines(text, keys, lambda lines: lines[0])
    return lines[0], number(lines[1]), hash32(lines[2])

CERTIFICATE = "log size root view version golden known happened-by clock rows refused digest shown".split()

def certificate(text, keys):
    """A signed answer: who signed it and that it is whole; whether it is right only a replay tells."""
    lines = signed_lines(text, keys, lambda lines: lines[1].removeprefix("log "))
    need([line.partition(" ")[0] for line in lines[1:]] == CERTIFICATE, "not a certificate")
    values = dict(line.split(" ", 1) for line in lines[1:])
    for name in ("size", "version", "rows", "refused"): number(values[name])
    for name in ("root", "digest", "shown"): hash32(values[name])

def climb(node, first, last, seed, path):
    """RFC 9162 §2.1.3.2 and §2.1.4.2: the roots of the earlier and of the whole tree."""
    before = after = seed
    for other in path:
        need(last, "too many hashes")
        if first & 1 or first == last:
            before, after = node(other, before), node(other, after)
            while first and not first & 1: first, last = first >> 1, last >> 1
        else:
            after = node(after, other)
        first, last = first >> 1, last >> 1
    need(last == 0, "too few hashes")
    return before, after

def consistency(node, old, old_root, size, root, path):
    need(0 < old <= size, "not an earlier size")
    if old == size: return need(not path and old_root == root, "two roots of one size")
    first, last = old - 1, size - 1
    while first & 1: first, last = first >> 1, last >> 1
    path = path if first else [old_root] + path
    need(path and climb(node, first, last, path[0], path[1:]) == (old_root, root), "the hashes do not fit")

def read(path):
    text = open(path, "rb").read().decode()
    need(len(text.encode()) <= 4 << 20 and not re.search("[\0-\x09\x0b-\x1f]", text), "control characters")
    return text

def check(text, keys, kept):
    header, _, rest = text.partition("\n")
    if header == "gridlog/view-certificate@v1":
        return certificate(text, keys)
    if header not in ("c2sp.org/tlog-proof@v1", "gridlog/sm3-proof@v1", "gridlog/consistency-proof@v1"):
        return checkpoint(text, keys)
    above, _, below = rest.partition("\n\n")
    lines, (origin, size, root) = above.split("\n"), checkpoint(below, keys)
    need(len(lines) <= 67, "too many hashes")
    digest = lambda data: hashlib.new("sm3" if origin.endswith("/sm3") else "sha256", data).digest()
    node = lambda left, right: digest(b"\1" + left + right)
    extra = unbase64(lines.pop(0)[6:]) if lines[0].startswith("extra ") else b""
    word, _, value = lines.pop(0).partition(" ") if lines else ("", "", "")
    path = [hash32(line) for line in lines]
    if header == "gridlog/consistency-proof@v1":
        need(word == "old" and not extra, "no old size and root")
        old, _, old_root = value.partition(" ")
        need(not kept or kept == (origin, number(old), hash32(old_root)), "not the checkpoint that was kept")
        return consistency(node, number(old), hash32(old_root), size, root, path)
    need((header == "gridlog/sm3-proof@v1") == origin.endswith("/sm3"), "another hash function")
    need(word == "index" and number(value) < size, "no such event")
    need(len(extra) >= 26 and int.from_bytes(extra[:8], "little") == number(value) + 1, "not its record")
    leaf = digest(b"\0" + extra)
    need(climb(node, number(value), size - 1, leaf, path)[1] == root, "the hashes do not fit")

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--key", action="append", required=True)
    parser.add_argument("--old")
    parser.add_argument("files", nargs="+")
    options, status = parser.parse_args(), 0
    keys = [verifier_key(text) for text in options.key]
    kept = checkpoint(read(options.old), keys) if options.old else None
    for path in options.files:
        try:
            check(read(path), keys, kept)
            print("ok", path)
        except ValueError as why:
            status = print("WRONG", path + ":", why) or 1
    sys.exit(status)
