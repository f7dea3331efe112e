"""Forms with files as no browser sends them: what each is called, its type, its body."""

MULTIPART = "multipart/form-data; boundary=m"
_PART = b'--m\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
_PDF = b"%PDF-1.4\n" + b"x" * 500
_END = b"\r\n--m--\r\n"
WHOLE = _PART + _PDF + _END
"""A sound one, but for its token."""

_NAME = b'--m\r\nContent-Disposition: form-data; name="'


def _with_head(head: bytes) -> bytes:
    return b"--m\r\n" + head + b"\r\n\r\n" + _PDF + _END


_MANY = b"".join(_NAME + b'a%d"\r\n\r\nx\r\n' % n for n in range(2000)) + b"--m--\r\n"
_WIDE = _NAME + "file".encode("utf-16") + b'"; filename="a"\r\n\r\n' + _PDF + _END
_NESTED = _with_head(b"Content-Type: multipart/mixed; boundary=n") + _PART + _PDF

MALFORMED: dict[str, tuple[str, bytes]] = {
    "no boundary named": ("multipart/form-data", WHOLE),
    "an empty boundary": ("multipart/form-data; boundary=", WHOLE),
    "a boundary of 5,000": ("multipart/form-data; boundary=" + "m" * 5000, WHOLE),
    "a boundary that never comes": ("multipart/form-data; boundary=zz", WHOLE),
    "a boundary of Thai letters": ("multipart/form-data; boundary=\u00e0\u00b8", WHOLE),
    "a boundary in quotes left open": ('multipart/form-data; boundary="m', WHOLE),
    "two boundaries": (f"{MULTIPART}; boundary=n", _PART.replace(b"--m", b"--n") + _PDF),
    "an empty body": (MULTIPART, b""),
    "only the end": (MULTIPART, b"--m--\r\n"),
    "only dashes": (MULTIPART, b"-" * 5000),
    "no end": (MULTIPART, _PART + _PDF),
    "cut in a head": (MULTIPART, _PART[:40]),
    "cut in the end": (MULTIPART, _PART + _PDF + b"\r\n--m"),
    "line feeds only": (MULTIPART, WHOLE.replace(b"\r\n", b"\n")),
    "carriage returns only": (MULTIPART, WHOLE.replace(b"\r\n", b"\r")),
    "two thousand parts": (MULTIPART, _MANY),
    "ten thousand empty parts": (MULTIPART, b"--m\r\n\r\n\r\n" * 10_000 + b"--m--\r\n"),
    "two files": (MULTIPART, _PART + _PDF + b"\r\n" + WHOLE),
    "a part in a part": (MULTIPART, _NESTED),
    "no head at all": (MULTIPART, b"--m\r\n\r\n" + _PDF + _END),
    "no disposition": (MULTIPART, _with_head(b"Content-Type: application/pdf")),
    "no name": (MULTIPART, _with_head(b'Content-Disposition: form-data; filename="a.pdf"')),
    "a wrong name": (MULTIPART, _with_head(b"Content-Disposition: form-data; name=x; filename=a")),
    "a head of 200 kB": (MULTIPART, _with_head(b"X: " + b"a" * 200_000)),
    "a thousand heads": (MULTIPART, _with_head(b"\r\n".join(b"X-%d: y" % n for n in range(1000)))),
    "a name in UTF-16": (MULTIPART, _WIDE),
    "a name of broken UTF-8": (MULTIPART, _NAME + b'\xff\xfe\xf0"; filename="\xff"\r\n\r\n' + _PDF),
    "filename* in a strange charset": (
        MULTIPART, _with_head(b"Content-Disposition: form-data; name=f; filename*=utf-99''%ff%zz"),
    ),
    "zeros in the name": (MULTIPART, _NAME + b'fi\0le"; filename="a\0.pdf"\r\n\r\n' + _PDF + _END),
    "a transfer encoding": (
        MULTIPART,
        _with_head(b"Content-Disposition: form-data; name=f\r\nContent-Transfer-Encoding: base64"),
    ),
    "a form's type with a file's body": (
        "application/x-www-form-urlencoded", _PART + _PDF + _END,
    ),
    "JSON": ("application/json", b'{"file": "x"}'),
    "no type": ("", WHOLE),
    "percent signs": ("application/x-www-form-urlencoded", b"%" * 20_000),
}  # fmt: skip
