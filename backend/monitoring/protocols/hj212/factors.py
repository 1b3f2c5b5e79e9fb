"""The quantities a construction site reports, under the codes of HJ 212-2017 tables B.2 and B.3."""

from typing import Final

import msgspec


class Factor(msgspec.Struct, frozen=True):
    """A quantity, its names and the unit that the product keeps it in."""

    code: str
    zh: str
    en: str
    unit: str


# Table B.2 prints ng/m³ for particulates, which no instrument sends; the field sends µg/m³ or mg/m³. We keep µg/m³.
FACTORS: Final[dict[str, Factor]] = {
    factor.code: factor
    for factor in (
        Factor("a34001", "总悬浮颗粒物 TSP", "TSP", "µg/m³"),
        Factor("a34002", "可吸入颗粒物 PM10", "PM10", "µg/m³"),
        Factor("a34004", "细颗粒物 PM2.5", "PM2.5", "µg/m³"),
        Factor("a34005", "亚微米颗粒物 PM1", "PM1", "µg/m³"),
        Factor("a34011", "降尘", "Dustfall", "t/(km²·month)"),
        Factor("a01001", "温度", "Temperature", "°C"),
        Factor("a01002", "湿度", "Humidity", "%"),
        Factor("a01006", "气压", "Air pressure", "kPa"),
        Factor("a01007", "风速", "Wind speed", "m/s"),
        Factor("a01008", "风向", "Wind direction", "°"),
        Factor("LA", "A 声级", "A-weighted sound level", "dB"),
        Factor("Leq", "等效声级", "Equivalent sound level", "dB"),
        Factor("L5", "累积百分声级 L5", "L5", "dB"),
        Factor("L10", "累积百分声级 L10", "L10", "dB"),
        Factor("L50", "累积百分声级 L50", "L50", "dB"),
        Factor("L90", "累积百分声级 L90", "L90", "dB"),
        Factor("L95", "累积百分声级 L95", "L95", "dB"),
        Factor("Ldn", "昼夜等效声级", "Day-night equivalent level", "dB"),
        Factor("Ld", "昼间等效声级", "Day equivalent level", "dB"),
        Factor("Ln", "夜间等效声级", "Night equivalent level", "dB"),
        Factor("LMx", "最大声级", "Maximum sound level", "dB"),
        Factor("LMn", "最小声级", "Minimum sound level", "dB"),
    )
}

MARKS: Final[dict[str, tuple[str, str]]] = {
    "N": ("正常", "normal"),
    "F": ("停运", "stopped"),
    "M": ("维护", "maintenance"),
    "S": ("手工输入", "set by hand"),
    "D": ("故障", "fault"),
    "C": ("校准", "calibration"),
    "T": ("超量程", "over range"),
    "B": ("通信中断", "instrument link broken"),
}
"""Data marks of table 8; a device may send others. Only values marked N may decide about a limit."""
