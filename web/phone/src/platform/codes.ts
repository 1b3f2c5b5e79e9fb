/** What a code that was scanned or typed means to us. Nothing of it has been sent anywhere yet. */
export type Meaning =
  | { kind: "sign_in"; code: string }
  | { kind: "permit"; number: string }
  | { kind: "link"; link: string }
  | { kind: "foreign"; text: string };

/** What is wrong with a permit number as far as it has been typed; null when the server may be asked. */
export type PermitTrouble = "empty" | "characters" | "short" | "long" | "province" | "date" | "class" | null;

export interface Permit {
  /** The digits so far, without blanks, hyphens and a copy's letter. */
  digits: string;
  trouble: PermitTrouble;
  area: string;
  /** 2024-03-15 */
  issuedOn: string;
  serial: string;
  classCode: string;
}

const SIGN_IN = /^(?:https?:\/\/[^/\s]+)?\/qr\/([\w-]{44})$/;
const LINK = /^https?:\/\/[^/\s]+\/m\/?(?:\?[^#\s]*)?#\/[\w-]+\/[\w-]+$/;
/** As the server has it: area 6, date 8, serial 2, class 2. */
const PERMIT = /^([0-9]{6})((?:19|20)[0-9]{6})([0-9]{2})(0[1-9]|1[0-9]|99)$/;
const PERMIT_DIGITS = 18;
const PROVINCE = "44";

const TABLE: [RegExp, (found: RegExpExecArray) => Meaning][] = [
  [SIGN_IN, ([, code]) => ({ kind: "sign_in", code: code! })],
  [LINK, ([link]) => ({ kind: "link", link })],
];

/** The meaning, by one table; an electronic permit's code holds its number within a text or an address. */
export function meaning(scanned: string): Meaning {
  const text = scanned.trim();
  for (const [shape, means] of TABLE) {
    const found = shape.exec(text);
    if (found) return means(found);
  }
  const number = permitWithin(text);
  return number ? { kind: "permit", number } : { kind: "foreign", text };
}

function permitWithin(text: string): string | null {
  const whole = plainDigits(text);
  const runs = [whole, ...text.split(/[^0-9]+/)];
  return runs.find((run) => PERMIT.test(run)) ?? null;
}

/** Blanks, hyphens, wide digits and the letter of a copy are nobody's mistake. */
function plainDigits(text: string): string {
  const narrow = text.replace(/[０-９]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  return narrow.toUpperCase().replace(/[\s-]/g, "").replace(/[SJZA]+$/, "");
}

/** A permit number taken apart while it is typed; `today` as the sites count days, `2026-11-21`. */
export function readPermit(text: string, today: string): Permit {
  const digits = plainDigits(text);
  const date = digits.slice(6, 14);
  const issuedOn = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  const parts = { digits, area: digits.slice(0, 6), issuedOn, serial: digits.slice(14, 16), classCode: digits.slice(16, 18) };
  return { ...parts, trouble: troubleOf(parts, today) };
}

function troubleOf({ digits, issuedOn, classCode }: Omit<Permit, "trouble">, today: string): PermitTrouble {
  if (!digits) return "empty";
  if (/[^0-9]/.test(digits)) return "characters";
  if (digits.length >= PROVINCE.length && !digits.startsWith(PROVINCE)) return "province";
  if (digits.length >= 14 && !(isDay(issuedOn) && issuedOn <= today)) return "date";
  if (digits.length < PERMIT_DIGITS) return "short";
  if (digits.length > PERMIT_DIGITS) return "long";
  return /^(0[1-9]|1[0-9]|99)$/.test(classCode) ? null : "class";
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^(19|20)/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}
