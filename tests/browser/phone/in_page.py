"""What tests and pictures run inside the phone's page."""

from typing import Final

HELD_CAMERA: Final = """navigator.mediaDevices.getUserMedia = async () => {
    const picture = new Image();
    picture.src = "%s";
    await picture.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height });
    const draw = () => canvas.getContext("2d").drawImage(picture, 0, 0);
    draw();
    setInterval(draw, 50);
    return canvas.captureStream(20);
};"""
"""A camera before which the picture of a data: address is held."""

NO_CAMERA: Final = """navigator.mediaDevices.getUserMedia = async () => {
    throw new DOMException("Permission denied", "NotAllowedError");
};"""
"""Its use is refused by the person."""

IS_SHELL_KEPT: Final = """async () => {
    const [, files] = /FILES = (\\[.*?\\]);/.exec(await (await fetch("/m/sw.js")).text());
    const [name] = await caches.keys();
    return Boolean(name) && (await (await caches.open(name)).keys()).length > JSON.parse(files).length;
}"""
"""All of the pages' own files are on the phone."""
