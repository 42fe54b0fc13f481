"""What schemathesis does not know of an office.

A request that is written as the description says may still mean nothing: a mark of another list, a name that is not there,
an end before the start. Such a request is refused with one of the problems below. Any other refusal of what the description
allows is a mistake in the description or in the office.
"""

import schemathesis
from schemathesis.generation import GenerationMode

MEANINGLESS = {
    "page-token-wrong",  # a mark of another question, or of nobody
    "filter-wrong",  # a name that is not there, an end before the start, a half of a pair
    "box-malformed",  # west of its east
    "bulletin-spec-wrong",
}
# Where text or a shape has a form of its own, which no schema tells.
HERE = {
    "/register/cosignatures": {"request-malformed"},  # a signed note
    "/api/zones/look": {"body-wrong"},  # rings that close
    "/api/evidence/uploads": {"request-malformed", "evidence-too-large"},  # more bytes than a number of 64 bits has, or than a file may have
    "/api/evidence/uploads/{upload}": {"request-malformed"},
}


@schemathesis.check
def refused_for_its_meaning_alone(ctx, response, case):
    mode = case.meta.generation.mode if case.meta else None
    if mode != GenerationMode.POSITIVE or response.status_code not in (400, 412, 413, 415, 422):
        return
    key = response.json().get("key") if response.content else None
    if key not in MEANINGLESS | HERE.get(case.operation.path, set()):
        raise AssertionError(f"refused with {response.status_code} {key}, but written as described")


@schemathesis.serializer("application/offset+octet-stream")
def some_bytes(ctx, value):
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.hook
def filter_case(ctx, case):
    # HTTP lets a request bring headers that nobody knows.
    return "x-schemathesis-unknown-property" not in (case.headers or {})
