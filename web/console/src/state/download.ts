/** Hands a file of the server's to the person. */
export function save(file: unknown, name: string): void {
  const address = URL.createObjectURL(file as Blob);
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}
