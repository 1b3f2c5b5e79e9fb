// A reply to an order: what was done, the place before and after.
import { end, given, phoneOf } from "./given.mjs";

const phone = phoneOf(given.manager);
phone.open(`/pages/order/order?id=${given.orderId}`);
await phone.taps("回复整改");
await phone.taps("提交回复");
await phone.sees("还缺整改后的照片");
await photograph("整改前", given.pictures[0]);
await photograph("整改后", given.pictures[1]);
await phone.types("第 1 项的整改情况", "裸土已全部覆盖绿网");
await phone.taps("提交回复");
await phone.sees("已回复，等总监审核");
end(phone);

async function photograph(side, picture) {
  await phone.taps(`拍照：${side}`);
  phone.host.album.push(picture);
  await phone.taps("从相册选");
  await phone.sees("第 1 项");
}
