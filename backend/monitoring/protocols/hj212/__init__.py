r"""HJ 212: how dust and noise monitors, and much else, report over TCP. Pure: bytes in, values out.

One packet, as it travels (2017 edition; one line, broken here for the eye)::

    ##                                      head
    0138                                    length of the data in bytes, four digits
    QN=20180507000558123;                   number of the exchange; a resend repeats it
    ST=39;                                  system: 39 is construction-site dust, 91 an answer
    CN=2011;                                command: 2011 real time, 2051 minute, 2061 hour, 2031 day
    PW=123456;MN=010000A8900016F000169DC0;  password in clear, and the device's identity
    Flag=5;                                 bits VVVVVVDA: edition (1 is 2017), numbered?, answer wanted?
    CP=&&DataTime=20180507000558;           Beijing time; for periods their start
    a34004-Rtd=33,a34004-Flag=N&&           `,` inside a factor, `;` between factors; mark N is normal
    F281                                    checksum of the data, see `checksum`
    \r\n                                    tail, which some loggers leave out

    stream ──Assembler.feed──▶ Frame ──decode──▶ Packet ──readings──▶ [Value]
                                                   └──────answer──────▶ bytes, once the values are committed

How faithful a device is, is data: its `Profile` names the checksum, the text encoding, its own factor codes and units.
Sources: HJ 212-2017; HJ/T 212-2005 where the flag says so; 2025 only as far as public code shows it.
"""

from backend.monitoring.protocols.hj212.answers import answer, encode, exchange_number, set_time
from backend.monitoring.protocols.hj212.checksum import Checksum
from backend.monitoring.protocols.hj212.factors import FACTORS, MARKS, Factor
from backend.monitoring.protocols.hj212.frames import Assembler, Fault, Frame, Garbage, Level
from backend.monitoring.protocols.hj212.profile import STANDARD, Profile
from backend.monitoring.protocols.hj212.readings import Value, readings
from backend.monitoring.protocols.hj212.segment import Packet, Version, beijing_time, decode

__all__ = [
    "FACTORS",
    "MARKS",
    "STANDARD",
    "Assembler",
    "Checksum",
    "Factor",
    "Fault",
    "Frame",
    "Garbage",
    "Level",
    "Packet",
    "Profile",
    "Value",
    "Version",
    "answer",
    "beijing_time",
    "decode",
    "encode",
    "exchange_number",
    "readings",
    "set_time",
]
