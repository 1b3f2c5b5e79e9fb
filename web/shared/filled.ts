/** A text with its places filled; `{n:photo|photos}` says "1 photo" and "3 photos", what is not given stays. */
export const filled = (text: string, places: Record<string, string | number>): string =>
  text.replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = places[name];
    if (value === undefined) return whole;
    return one === undefined ? String(value) : `${value} ${String(value) === "1" ? one : many}`;
  });
