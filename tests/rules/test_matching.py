"""Whether typed words point at an office-holder: too many matches are harmless, misses are not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import matching
from rules.categories import OFFICE_POSTS
from rules.matching import mentions

SOMCHAI = "นายสมชาย ใจดี"
HEAD = "นายกองค์การบริหารส่วนตำบลตัวอย่าง"
WORKS = "ผู้อำนวยการกองช่าง"
GIVEN_NAMES = """
    สมชาย สมหญิง ประเสริฐ วันเพ็ญ ธีรศักดิ์ ณัฐวุฒิ พงษ์ศักดิ์ บุญ กิตติ น้ำทิพย์ สอาด คุณากร ศรัณย์ แดง
"""
FAMILY_NAMES = "ใจดี มีสุข ศรีสวัสดิ์ แก้วมณี ทองคำ สุขเกษม วงศ์ษา"
GIVEN = st.sampled_from(GIVEN_NAMES.split())
FAMILY = st.sampled_from(FAMILY_NAMES.split())
TITLE = st.sampled_from(
    ["", "นาย", "นาง ", "นางสาว", "น.ส.", "ดร.", "ว่าที่ ร.ต.", "ว่าที่ ร.ต. หญิง ", "ส.อ.", "พ.ต.ท. "]
)
AROUND = st.text(alphabet="กขคงจฉชาีุ่้ .,\n๑2ab", max_size=12)


@pytest.mark.parametrize(
    "typed",
    [
        "สมชาย",
        "นายสมชาย",
        "คุณสมชายครับ",
        "สม ชาย",
        "ส ม ช า ย",
        "สมชาย ใจดี",
        "ใจดี",
        "นาย ใจดี คนเดิม",
        "ไจดี",
        "สมช่าย",
        "สมชา\u200bย",
        "ผมเห็นนายสมชายรับเงินที่บ้าน",
    ],
)
def test_a_name_is_found_however_it_is_typed(typed: str) -> None:
    assert mentions(typed, name=SOMCHAI, post="")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("นายพงษ์ศักดิ์ ก", "พงศ์ศักดิ์"),
        ("นายพงษ์ศักดิ์ ก", "พงศักดิ"),
        ("นางณัฐวดี ก", "นัทวดี"),
        ("นายกิตติศักดิ์ ก", "กิติศักดิ์"),
        ("นายวัฒนา ก", "วัดทะนา วัฒนา"),
        ("นายประเสริฐ ก", "ประเสริด"),
        ("นายวิชชยันต์ ก", "วิชยันต"),
        ("นางน้ำทิพย์ ก", unicodedata.normalize("NFKD", "น้ำทิพย์")),
        ("นายแสงเดือน ก", "เเสงเดือน"),
        ("Mr Somchai Jaidee", "SOMCHAI"),
    ],
)
def test_common_misspellings_are_seen_through(name: str, typed: str) -> None:
    assert mentions(typed, name=name, post="")


@given(TITLE, GIVEN, FAMILY, AROUND, AROUND, st.booleans())
def test_a_name_copied_into_any_words_is_never_missed(
    title: str, given_name: str, family: str, before: str, after: str, only_family: bool
) -> None:
    typed = before + (family if only_family else given_name) + after
    assert mentions(typed, name=f"{title}{given_name} {family}", post="")


@given(TITLE, GIVEN, FAMILY, st.sampled_from(("NFC", "NFD", "NFKC", "NFKD")))
def test_the_form_of_unicode_makes_no_difference(
    title: str, given_name: str, family: str, form: str
) -> None:
    typed = unicodedata.normalize(form, given_name)  # type: ignore[arg-type]
    assert mentions(typed, name=f"{title}{given_name} {family}", post="")


@given(GIVEN.filter(lambda name: len(name) >= 9), st.integers(0, 8), st.sampled_from("กมลา"))
def test_one_wrong_letter_in_a_long_name_is_forgiven(name: str, place: int, letter: str) -> None:
    consonants = [index for index, letter_ in enumerate(name[:6]) if "ก" <= letter_ <= "ฮ"]
    index = consonants[place % len(consonants)]
    typed = name[:index] + letter + name[index + 1 :]
    assert mentions(typed, name=f"นาย{name} ใจดี", post="")


@pytest.mark.parametrize("place", range(7))
def test_any_letter_may_be_changed_added_or_left_out(place: int) -> None:
    name = "สมปองดา"
    for typed in (
        name[:place] + "ฟ" + name[place + 1 :],
        name[:place] + "ฟ" + name[place:],
        name[:place] + name[place + 1 :],
    ):
        assert mentions(f"ผม{typed}", name=name, post="")
        assert mentions(f"{typed}จริง", name=name, post="")


@pytest.mark.parametrize("typed", ["สมฟฮองดา", "สมปองฟฮ", "ฟฮปองดา", "สฟปอฟดา", "สมป", "งดา"])
def test_two_wrong_letters_are_another_name(typed: str) -> None:
    assert not mentions(typed, name="สมปองดา", post="")


@pytest.mark.parametrize(("typed", "found"), [("สมชัน", False), ("สมชัย", True), ("สมชา", True)])
def test_a_name_of_five_letters_may_have_one_wrong(typed: str, found: bool) -> None:
    assert mentions(typed, name="สมชาย", post="") == found


def test_a_name_of_four_letters_may_have_none_wrong() -> None:
    assert mentions("ไจดี", name="ใจดี", post="")
    assert not mentions("ใจกี", name="ใจดี", post="")


@pytest.mark.parametrize("typed", ["ดา", "นางดา", "ให้พี่ดาไปแล้ว", "นางสาว ดา", "ปลัดดา"])
def test_a_name_of_two_letters_counts_alone_or_behind_a_title(typed: str) -> None:
    assert mentions(typed, name="นางสาวดา มีมาก", post="")


@pytest.mark.parametrize("typed", ["ดาวเรือง", "ปลาดาว", "สมศรี"])
def test_a_name_of_two_letters_is_not_found_inside_other_words(typed: str) -> None:
    assert not mentions(typed, name="นางสาวดา มีมาก", post="")


def test_a_name_that_begins_like_a_rank_is_still_a_name() -> None:
    assert mentions("สอาด", name="นายสอาด มีสุข", post="")
    assert mentions("คุณากร", name="คุณากร มีสุข", post="")


@pytest.mark.parametrize("typed", ["นาย", "นางสาว", "ดร.", "คุณ", "ว่าที่ ร.ต."])
def test_a_title_alone_names_nobody(typed: str) -> None:
    assert not mentions(typed, name="ว่าที่ ร.ต. ดร. สมชาย ใจดี", post="")
    assert not mentions(typed, name="นางสาวสมหญิง ใจดี", post="")


@pytest.mark.parametrize(
    ("post", "typed"),
    [
        ("head", "นายก"),
        (HEAD, "นายก"),
        (HEAD, "ท่านนายกฯ"),
        (HEAD, "นายก อบต. ตัวอย่าง"),
        (HEAD, "นายกองค์การบริหารส่วนตำบล"),
        ("นายกเทศมนตรีตำบลตัวอย่าง", "นายกเล็ก"),
        ("นายกเทศมนตรีตำบลตัวอย่าง", "เทศมนตรี"),
        (HEAD, "ผู้บริหารสูงสุด"),
        (HEAD, "the Mayor"),
        ("deputy_head", "รองนายก"),
        ("รองนายกเทศมนตรี", "รองฯ นายก"),
        ("รองนายกเทศมนตรี", "ท่านรอง"),
        ("รองนายกเทศมนตรี", "รอง"),
        ("clerk", "ปลัด"),
        ("clerk", "ปรัด"),
        ("ปลัดองค์การบริหารส่วนตำบล", "ปลัด อบต."),
        ("ปลัดเทศบาล", "the clerk"),
        ("ปลัดเทศบาล รักษาราชการแทนนายกเทศมนตรี", "ปลัด"),
        ("ปลัดเทศบาล รักษาราชการแทนนายกเทศมนตรี", "นายก"),
        ("deputy_clerk", "รองปลัด"),
        ("รองปลัดเทศบาล", "รองปลัด"),
        ("division_director", "ผอ."),
        (WORKS, "ผอ.กองช่าง"),
        (WORKS, "ผอ กองช่าง"),
        (WORKS, "ผู้อำนวยการกองช่าง"),
        (WORKS, "ผอ. ช่าง"),
        (WORKS, "หน.ช่าง"),
        (WORKS, "หัวหน้ากองช่าง"),
        (WORKS, "ผอ."),
        (WORKS, "คนของกองช่าง"),
        (WORKS, "คนของฝ่ายช่าง"),
        ("รักษาการผู้อำนวยการกองช่าง", "ผอ.กองช่าง"),
        ("หัวหน้าสำนักปลัด", "หน.สำนักปลัด"),
        ("complaint_officer", "เจ้าหน้าที่รับเรื่องร้องเรียน"),
        ("เจ้าพนักงานธุรการชำนาญงาน", "ธุรการ"),
        ("เจ้าพนักงานธุรการชำนาญงาน", "จนท.ธุรการ"),
        ("นักวิชาการเงินและบัญชีปฏิบัติการ", "เจ้าหน้าที่การเงิน"),
        ("นักวิชาการเงินและบัญชีปฏิบัติการ", "คนทำบัญชี"),
        ("นิติกรชำนาญการ", "นิติกร"),
        ("สมาชิกสภา อบต.", "ส.อบต. หมู่ ๔"),
        ("สมาชิกสภาเทศบาล", "ส.ท."),
        ("ประธานสภาเทศบาล", "ประธานสภา"),
        ("เลขานุการนายก", "เลขา"),
        ("หมอ", "หมอ"),
        ("ผู้อำนวยการสำนักการช่าง", "คนของสำนักการช่าง"),
    ],
)
def test_a_post_is_found_in_the_words_people_use_for_it(post: str, typed: str) -> None:
    assert mentions(typed, name="", post=post)


@pytest.mark.parametrize(
    ("post", "typed"),
    [
        (WORKS, "ผอ.กองคลัง"),
        (WORKS, "ผู้อำนวยการกองการศึกษา"),
        (WORKS, "หน้าบ้าน"),
        (WORKS, "ถนนหมู่ 4"),
        ("หัวหน้าสำนักปลัด", "นายก"),
        (HEAD, "ผอ.กองช่าง"),
        ("ปลัดเทศบาล", "กำนัน"),
        ("รองนายกเทศมนตรี", "ปลัด"),
    ],
)
def test_other_posts_are_left_alone(post: str, typed: str) -> None:
    assert not mentions(typed, name="", post=post)


def test_other_people_are_left_alone() -> None:
    assert not mentions("นางแดง ทองมาก", name="นายสมชาย ใจดี", post="ปลัดเทศบาล")
    assert not mentions("ไม่ทราบชื่อ", name="นายสมชาย ใจดี", post=WORKS)


@pytest.mark.parametrize("typed", ["", "   ", "...", "\u200b", "่้"])
def test_nothing_typed_points_at_nobody(typed: str) -> None:
    assert not mentions(typed, name=SOMCHAI, post=HEAD)


@given(st.text(max_size=200), st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_answered(text: str, name: str, post: str) -> None:
    assert mentions(text, name=name, post=post) in (True, False)


@pytest.mark.parametrize("choice", OFFICE_POSTS, ids=lambda choice: choice.code)
def test_every_post_of_the_list_can_be_asked_for_by_code_and_by_words(choice) -> None:  # type: ignore[no-untyped-def]
    if choice.code != "other":
        assert mentions(choice.words.th, name="", post=choice.code)
        assert mentions(choice.words.th, name="", post=choice.words.th)


def test_what_a_reporter_typed_is_not_kept_in_memory() -> None:
    caches = [found for found in vars(matching).values() if hasattr(found, "cache_info")]
    mentions("ก่อน", name=SOMCHAI, post=HEAD)
    before = [cache.cache_info().currsize for cache in caches]
    mentions("นายสมชายรับเงินทอนสามแสนบาท", name=SOMCHAI, post=HEAD)
    assert [cache.cache_info().currsize for cache in caches] == before
