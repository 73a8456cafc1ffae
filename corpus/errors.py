"""Every error raised on purpose, one tree; a message names the thing, the reason, the next step.

GongwenError
├── InputError               what the user gave is wrong                     exit 1, HTTP 400
│   ├── QueryError           empty, too long, nothing to search for          HTTP 422
│   ├── ConversationError    an id or a kept conversation that is malformed  HTTP 422
│   ├── FilterError          a malformed date, an unknown mode               HTTP 422
│   ├── PathError            a file or folder that is not there              exit 1
│   ├── ReadError            one file that cannot be read (it is skipped)    exit 3
│   ├── ReceiptError         not a receipt, or one of an unknown format      exit 1, HTTP 422
│   │   └── EditedReceiptError   its digest does not match what it says      exit 1, HTTP 422
│   ├── NotFoundError        no such notice or clause                        exit 1, HTTP 404
│   └── NoModelError         a summary is asked for, no model is set         exit 1, HTTP 400
├── StateError               what lies on disk is wrong                      exit 1, HTTP 503
│   ├── IndexMissingError    the folder holds no index
│   ├── IndexCorruptError    a checksum or a version does not match
│   ├── IndexLockedError     another writer is at work
│   └── EncoderMismatchError another encoder than the index's
├── EncoderError             an encoder that cannot be loaded                exit 1
├── RerankerError            a reranker that cannot be loaded                exit 1
├── ModelError               a model endpoint that gives nothing to use      the quotes stay
├── BusyError                too many summaries are being written            HTTP 503
├── LabelError               a labelled set that cannot be read              exit 1
├── GateError                a quality floor is broken                       exit 1
└── ServeError               the service cannot start                        exit 1
"""

from __future__ import annotations

import re

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class GongwenError(Exception):
    """Root of the tree; `code` is stable and is what HTTP clients may rely on."""

    code = "error"


class InputError(GongwenError):
    code = "bad_input"


class QueryError(InputError):
    code = "bad_query"


class FilterError(InputError):
    code = "bad_filter"


class ConversationError(InputError):
    code = "bad_conversation"


class PathError(InputError):
    code = "no_such_path"


class ReadError(InputError):
    """The reason is one line, whatever names a broken file holds."""

    code = "unreadable"

    def __init__(self, reason: str) -> None:
        super().__init__(CONTROL.sub("\ufffd", reason))


class ReceiptError(InputError):
    code = "bad_receipt"


class EditedReceiptError(ReceiptError):
    code = "edited_receipt"


class NotFoundError(InputError):
    code = "not_found"


class NoModelError(InputError):
    code = "no_model"


class StateError(GongwenError):
    code = "bad_state"


class IndexMissingError(StateError):
    code = "index_missing"


class IndexCorruptError(StateError):
    code = "index_corrupt"


class IndexLockedError(StateError):
    code = "index_locked"


class EncoderMismatchError(StateError):
    code = "encoder_mismatch"


class EncoderError(GongwenError):
    code = "encoder_unavailable"


class RerankerError(GongwenError):
    code = "reranker_unavailable"


class ModelError(GongwenError):
    """`reason` is what an answer's JSON says of it: timeout, refused or unreachable."""

    code = "model_unavailable"

    def __init__(self, message: str, reason: str = "unreachable") -> None:
        super().__init__(message)
        self.reason = reason


class BusyError(GongwenError):
    code = "busy"


class LabelError(GongwenError):
    code = "bad_labels"


class GateError(GongwenError):
    code = "below_floor"


class ServeError(GongwenError):
    code = "cannot_serve"
