// #ifdef H5
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

/** Reads codes with a library of our own: a megabyte, fetched from our server by who scans in a browser that has none. */
export async function ownReader(): Promise<(frame: ImageData) => Promise<string | null>> {
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return async (frame) => (await readBarcodes(frame, { formats: ["QRCode"], maxNumberOfSymbols: 1 }))[0]?.text ?? null;
}
// #endif
