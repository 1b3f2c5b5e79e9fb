"""Refusals of media."""

from backend.core.errors import Problem

PHOTO_EMPTY = Problem(
    code="photo_empty",
    status=422,
    zh="收到的照片是空文件",
    en="The photo arrived empty",
    next_zh="请重新拍摄或重新选择照片后上传",
    next_en="Take or choose the photo again and send it",
)
PHOTO_TOO_LARGE = Problem(
    code="photo_too_large",
    status=413,
    zh="照片超过 {limit_mib} MB",
    en="The photo is larger than {limit_mib} MiB",
    next_zh="请在选择照片时使用“压缩”选项，或降低相机的照片尺寸",
    next_en="Choose the compressed size when picking the photo, or lower the camera's photo size",
)
PHOTO_NOT_AN_IMAGE = Problem(
    code="photo_not_an_image",
    status=422,
    zh="文件内容不是照片",
    en="The content of the file is not a photo",
    next_zh="请上传手机拍摄的 JPEG、PNG 或 WEBP 照片",
    next_en="Send a JPEG, PNG or WEBP photo taken by the phone",
)
PHOTO_TYPE_UNSUPPORTED = Problem(
    code="photo_type_unsupported",
    status=415,
    zh="不支持 {type} 格式",
    en="{type} is not accepted",
    next_zh="请上传 JPEG、PNG 或 WEBP 照片",
    next_en="Send a JPEG, PNG or WEBP photo",
)
PHOTO_HEIC = Problem(
    code="photo_heic",
    status=415,
    zh="不支持 HEIC（苹果高效）格式",
    en="HEIC (Apple's high-efficiency format) is not accepted",
    next_zh="请在 iPhone 的“设置—相机—格式”中选择“兼容性最佳”，或选择照片时使用“压缩”选项",
    next_en="On the iPhone choose Settings, Camera, Formats, Most Compatible, or pick the photo as compressed",
)
PHOTO_TOO_MANY_PIXELS = Problem(
    code="photo_too_many_pixels",
    status=422,
    zh="照片为 {width}×{height} 像素，超过 {limit_megapixels} 百万像素的上限",
    en="The photo has {width}×{height} pixels, more than {limit_megapixels} megapixels",
    next_zh="请降低相机的照片尺寸后重拍，或选择照片时使用“压缩”选项",
    next_en="Lower the camera's photo size and take it again, or pick the photo as compressed",
)
PHOTO_DAMAGED = Problem(
    code="photo_damaged",
    status=422,
    zh="照片数据不完整或已损坏",
    en="The photo is incomplete or damaged",
    next_zh="请重新上传；若仍提示损坏，请重新拍摄",
    next_en="Send it again; if it is still called damaged, take it again",
)
PHOTO_DECODE_LIMIT = Problem(
    code="photo_decode_limit",
    status=422,
    zh="照片无法在限定的时间和内存内解码",
    en="The photo could not be decoded within the limits of time and memory",
    next_zh="请选择照片时使用“压缩”选项，或重新拍摄",
    next_en="Pick the photo as compressed, or take it again",
)
PHOTO_HASH_MISMATCH = Problem(
    code="photo_hash_mismatch",
    status=422,
    zh="收到的照片与手机声明的校验值不一致，传输中可能出错",
    en="What arrived is not what the phone declared (SHA-256 differs)",
    next_zh="请重新上传这张照片",
    next_en="Send this photo again",
)
PHOTO_HASH_MALFORMED = Problem(
    code="photo_hash_malformed",
    status=400,
    zh="校验值必须是 64 位十六进制的 SHA-256",
    en="The declared SHA-256 must be 64 hexadecimal digits",
    next_zh="请更新小程序后重试",
    next_en="Update the app and try again",
)
PHOTO_NOT_ATTACHABLE = Problem(
    code="photo_not_attachable",
    status=409,
    zh="有照片不属于本次上报：不是您为本项目上传的，或已用于其他上报",
    en="Some photos cannot be used here: not uploaded by you for this project, or used elsewhere already",
    next_zh="请为本次上报重新拍摄并上传这些照片",
    next_en="Take and send these photos anew for this report",
)
PHOTO_ADDRESS_EXPIRED = Problem(
    code="photo_address_expired",
    status=403,
    zh="照片地址已过期",
    en="This photo address has expired",
    next_zh="请刷新页面",
    next_en="Reload the page",
)
PHOTO_ADDRESS_FORGED = Problem(
    code="photo_address_forged",
    status=403,
    zh="照片地址无效",
    en="This photo address is not one of ours",
    next_zh="请从原页面打开照片",
    next_en="Open the photo from its page",
)
STORAGE_FULL = Problem(
    code="storage_full",
    status=507,
    zh="照片存储空间已满，照片尚未保存",
    en="The photo store is full; the photo was not saved",
    next_zh="照片仍在您的手机上，请稍后重试，并告知管理员扩容",
    next_en="It is still on your phone: try again later and tell the administrator to add space",
)
UPLOAD_GONE = Problem(
    code="upload_gone",
    status=404,
    zh="没有这次上传：已结束、已过期，或不是您发起的",
    en="No such upload: it has ended or expired, or somebody else began it",
    next_zh="请重新上传这张照片",
    next_en="Send this photo anew",
)
UPLOAD_OFFSET = Problem(
    code="upload_offset",
    status=409,
    zh="服务器已收到前 {offset} 字节，请求的起点与此不符，或另一个请求正在续传",
    en="The server holds the first {offset} bytes: the request began elsewhere, or another one took over",
    next_zh="请从第 {offset} 字节处继续上传",
    next_en="Go on from byte {offset}",
)
UPLOAD_PAST_LENGTH = Problem(
    code="upload_past_length",
    status=413,
    zh="收到的内容超过声明的长度 {size_bytes} 字节",
    en="The request brings more than the {size_bytes} bytes that were declared",
    next_zh="请查询已收到的字节数后继续，或按照片的实际长度重新发起上传",
    next_en="Ask for the offset and go on from there, or begin anew with the photo's true length",
)
UPLOADS_TOO_MANY = Problem(
    code="uploads_too_many",
    status=409,
    zh="您有 {most} 张照片尚未传完",
    en="{most} photos of yours are under way and not whole",
    next_zh="请在原手机上等待传完或删除这些照片后重试；未传完的照片 {days} 天后自动清除",
    next_en="Let them finish or remove them on the phone that holds them, then try again; "
    "unfinished ones are dropped after {days} days",
)
UPLOAD_METADATA = Problem(
    code="upload_metadata",
    status=400,
    zh="Upload-Metadata 请求头不符合要求：{detail}",
    en="The Upload-Metadata header does not fit: {detail}",
    next_zh="请更新小程序后重试",
    next_en="Update the app and try again",
)
UPLOAD_CONTENT_TYPE = Problem(
    code="upload_content_type",
    status=415,
    zh="照片分段的 Content-Type 必须是 application/offset+octet-stream",
    en="The Content-Type of a piece must be application/offset+octet-stream",
    next_zh="请更新小程序后重试",
    next_en="Update the app and try again",
)
UPLOAD_VERSION = Problem(
    code="upload_version",
    status=412,
    zh="不支持该版本的 tus 协议，本服务使用 1.0.0",
    en="This version of the tus protocol is not spoken here: 1.0.0 is",
    next_zh="请更新小程序后重试",
    next_en="Update the app and try again",
)
