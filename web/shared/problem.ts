/** Why a call did not do what was asked: the server's refusal in the reader's language, or a line that failed. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    title: string,
    /** What to do now. */
    readonly next: string,
    /** HTTP's number; 0 where no answer came. */
    readonly status: number,
    /** The input that is meant, as a JSON path. */
    readonly field: string | null = null,
    readonly requestId: string | null = null,
  ) {
    super(title);
  }

  /** Nobody has answered, or somebody in between has: asking again is right. */
  get isPassing(): boolean {
    return this.status === 0 || this.status >= 500 || this.status === 429;
  }
}

/** The refusal that a body tells; null for a body that is none of ours, as a proxy's page. */
export function told(status: number, body: unknown): Problem | null {
  const said = typeof body === "object" && body !== null ? (body as Record<string, string | undefined>) : {};
  if (!said.code) return null;
  return new Problem(said.code, said.title ?? said.code, said.next ?? "", status, said.field ?? null, said.request_id ?? null);
}
