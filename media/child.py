"""A decoder's child process: one request at a time on standard input, one answer each on standard output.

Started by `media.decoder` with an environment that holds no secret; ends when its input ends.
"""

import errno
import sys
import traceback
from pathlib import Path
from typing import IO

import msgspec

from backend.core.errors import Refusal
from media import picture, problems
from media.confinement import confine
from media.frames import HEAD_BYTES, Answer, Done, Ready, Refused, Request, pack


def serve(requests: IO[bytes], answers: IO[bytes], *, memory_bytes: int) -> None:
    """Answer until the parent closes its end."""
    picture.preload()
    _send(answers, Ready(is_filtered=confine(memory_bytes=memory_bytes)))
    while head := requests.read(HEAD_BYTES):
        body = requests.read(int.from_bytes(head, "big"))
        _send(answers, _answer(msgspec.msgpack.decode(body, type=Request)))


def _answer(request: Request) -> Done | Refused:
    try:
        return Done(
            picture.derive(
                Path(request.source),
                request.media_type,
                served=Path(request.served),
                thumbnail=Path(request.thumbnail),
                max_pixels=request.max_pixels,
            )
        )
    except Refusal as refusal:
        return Refused(refusal.problem.code, refusal.params)
    except MemoryError:
        return Refused(problems.PHOTO_DECODE_LIMIT.code, {})
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return Refused(problems.STORAGE_FULL.code, {})
        traceback.print_exc()
        return Refused(problems.PHOTO_DAMAGED.code, {})
    except Exception:  # The reader fell over in a way that we do not know: the trace is for us.
        traceback.print_exc()
        return Refused(problems.PHOTO_DAMAGED.code, {})


def _send(answers: IO[bytes], answer: Answer) -> None:
    answers.write(pack(answer))
    answers.flush()


if __name__ == "__main__":
    output, sys.stdout = sys.stdout.buffer, sys.stderr  # A stray print must not look like an answer.
    serve(sys.stdin.buffer, output, memory_bytes=int(sys.argv[1]))
