"""Passkeys: why they cannot be used at an address, and what the page says while one answers."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

NOT_HERE: Final[Mapping[str, Words]] = {
    "address": Words(
        "พาสคีย์ใช้กับที่อยู่ที่เป็นตัวเลขไม่ได้ เพราะเบราว์เซอร์ต้องรู้ชื่อของระบบ กรุณาใช้เลข 6 หลัก",
        "A passkey needs a name, and this address is a number. Please use the six digits.",
    ),
    "onion": Words(
        "พาสคีย์ใช้ในเบราว์เซอร์ Tor ไม่ได้ กรุณาใช้เลข 6 หลัก",
        "A passkey cannot be used in Tor Browser. Please use the six digits.",
    ),
    "elsewhere": Words(
        "พาสคีย์ใช้ได้เฉพาะที่อยู่หลักของระบบ ซึ่งยังไม่ได้ตั้ง หรือไม่ใช่ที่อยู่นี้ กรุณาใช้เลข 6 หลัก",
        "A passkey works at the public address alone, which is not set or is another than this "
        "one. Please use the six digits.",
    ),
}

SAID: Final[Mapping[str, Words]] = {
    "waiting": Words(
        "กรุณายืนยันด้วยลายนิ้วมือ ใบหน้า หรือรหัสล็อก ตามที่เครื่องของท่านถาม",
        "Please follow what your device asks for.",
    ),
    "unfinished": Words(
        "ยังไม่ได้ใช้พาสคีย์ กรุณาลองอีกครั้ง หรือใช้เลข 6 หลัก",
        "No passkey was used. Please try again, or use the six digits.",
    ),
    "unmade": Words(
        "ยังไม่ได้เพิ่มพาสคีย์ กรุณาลองอีกครั้ง",
        "No passkey was added. Please try again.",
    ),
    "known": Words(
        "เครื่องนี้มีพาสคีย์ของท่านอยู่แล้ว",
        "This device has a passkey of yours already.",
    ),
    "over": Words(
        "หน้านี้เปิดไว้นานเกินไป กรุณาเปิดหน้านี้ใหม่",
        "This page was open for too long. Please open it again.",
    ),
}
"""What the script shows, by its own codes."""
