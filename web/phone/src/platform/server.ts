/** Where the API is. The browser's pages come from the server itself; the mini-program is built for one host. */
export const API: string = server();

function server(): string {
  // #ifdef H5
  return "";
  // #endif
  // #ifndef H5
  return import.meta.env.VITE_SERVER ?? "https://sandtable.example.gov.cn";
  // #endif
}

/** A picture's address as the platform needs it. */
export function picture(address: string): string {
  if (/^(https?|blob|data|wxfile):/.test(address)) return address;
  // #ifdef H5
  // A path alone would be taken for one of the pages' own files, under `/m/`.
  return location.origin + address;
  // #endif
  // #ifndef H5
  return API + address;
  // #endif
}
