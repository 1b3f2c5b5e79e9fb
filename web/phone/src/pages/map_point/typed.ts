/** In which system a pair of degrees was measured, by the server's names. */
export const DATUMS = ["wgs84", "gcj02", "bd09"] as const;
export type Datum = (typeof DATUMS)[number];

/** Two typed numbers of degrees; null while one is missing or is none. Which is which the server judges. */
export function pair(longitude: string, latitude: string): { longitude: number; latitude: number } | null {
  const found = { longitude: degrees(longitude), latitude: degrees(latitude) };
  return Number.isNaN(found.longitude) || Number.isNaN(found.latitude) ? null : found;
}

function degrees(text: string): number {
  const number = text.trim() ? Number(text.trim().replace(/[°，,]$/, "")) : NaN;
  return Math.abs(number) <= 180 ? number : NaN;
}
