// Every page opens in WeChat, with a line and then without one, and none complains of what is not there yet.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { end, given, phoneOf, restart, until } from "./given.mjs";

const { pages } = JSON.parse(readFileSync(`${given.dist}/app.json`, "utf8"));
/** The id that a page is about; a project's where nothing else is said. */
const ABOUT = { warning: given.warningId, acknowledge: given.warningId, order: given.orderId, reply: given.orderId };

let phone = phoneOf(given.person);
await openAll();
phone.host.setOnline(false);
phone = restart(phone);
await openAll();
end(phone);

async function openAll() {
  for (const page of pages) {
    const name = page.split("/")[1];
    phone.routes().reLaunch({ url: `/${page}?id=${ABOUT[name] ?? given.projectId}` });
    // The camera's page leads back at once where nobody asked for a photo.
    await until(() => phone.top.text.length > 2 || name === "camera", page);
    await sleep(200);
    assert.deepEqual(phone.host.errors, [], page);
  }
}
