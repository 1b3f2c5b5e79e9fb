"""Takes from the calling process what a decoder of strangers' bytes never needs: memory, files, network, programs.

Linux only, without privileges. Limits hold for the rest of the process's life.
"""

import ctypes
import os
import platform
import resource
import struct
from typing import Final

_FILE_LIMIT_BYTES = 32 * 1024 * 1024
_DESCRIPTOR_LIMIT = 32

_PR_SET_DUMPABLE = 4  # linux/prctl.h
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_AUDIT_ARCH: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# socket, execve, execveat, fork, vfork, ptrace, process_vm_writev, kill, pidfd_send_signal, io_uring_setup.
_FORBIDDEN_CALLS: Final = {
    "x86_64": (41, 59, 322, 57, 58, 101, 311, 62, 424, 425),
    "aarch64": (198, 221, 281, 117, 271, 129, 424, 425),
}
_X32_CALLS_FROM = 0x40000000

# Classic BPF over struct seccomp_data: the call's number at offset 0, the architecture at 4 (seccomp(2)).
_LOAD_WORD, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | 1  # EPERM


def confine(*, memory_bytes: int) -> bool:
    """Set the limits; whether the kernel also took the filter of system calls (no network, no programs)."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_LIMIT_BYTES, _FILE_LIMIT_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_DESCRIPTOR_LIMIT, _DESCRIPTOR_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)
    return _filter_calls(platform.machine())


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def _filter_calls(machine: str) -> bool:
    if machine not in _AUDIT_ARCH:
        return False
    code = _filter_code(machine)
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    program = _Program(len(code) // 8, code)
    if prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 or prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _filter_code(machine: str) -> bytes:
    """Wrong architecture: kill. A forbidden call, or x32's numbering: EPERM. Anything else: allow."""
    calls = _FORBIDDEN_CALLS[machine]
    steps = [
        (_LOAD_WORD, 0, 0, 4),
        (_JUMP_IF_EQUAL, 1, 0, _AUDIT_ARCH[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD_WORD, 0, 0, 0),
        (_JUMP_IF_AT_LEAST, len(calls) + 1, 0, _X32_CALLS_FROM),
        *((_JUMP_IF_EQUAL, len(calls) - place, 0, call) for place, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
