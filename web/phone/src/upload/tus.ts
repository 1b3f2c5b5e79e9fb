/** Sends one photo in pieces by tus 1.0 over a line that may drop at any byte. Nothing here knows a platform. */

export interface Answered {
  status: number;
  body: unknown;
  header: (name: string) => string | undefined;
}

/** One request; it throws where no answer came. */
export type Wire = (address: string, headers: Record<string, string>, piece?: ArrayBuffer) => Promise<Answered>;

export interface Source {
  sizeBytes: number;
  /** `Upload-Metadata`, which names the photo: the same one again goes on where it stopped. */
  metadata: string;
  pieceBytes: number;
  read: (offset: number, length: number) => Promise<ArrayBuffer>;
}

interface State {
  id: string;
  offset: number;
  photo: { id: string } | null;
}

/** An answer that is no progress; whoever asked decides what it means. */
export class Refused extends Error {
  readonly answer: Answered;

  constructor(answer: Answered) {
    super(`status ${answer.status}`);
    this.answer = answer;
  }
}

/** The stored photo's id. `arrived` hears how many bytes the server has, and the upload's id. */
export async function upload(wire: Wire, source: Source, arrived: (offset: number, id: string) => void): Promise<string> {
  const begun = await wire("/uploads", { "tus-resumable": "1.0.0", "upload-length": String(source.sizeBytes), "upload-metadata": source.metadata });
  if (begun.status !== 201) throw new Refused(begun);
  const { id, offset: first, photo } = begun.body as State;
  if (photo) return photo.id;
  for (let offset = first; ; ) {
    arrived(offset, id);
    const piece = await source.read(offset, Math.min(source.pieceBytes, source.sizeBytes - offset));
    const answer = await wire(`/uploads/${id}`, headersAt(offset), piece);
    if (answer.status === 200) return ((answer.body as State).photo as { id: string }).id;
    const right = Number(answer.header("upload-offset") ?? offset);
    // 409 tells where to go on; at the same byte it means that somebody else is writing there just now.
    const isElsewhere = answer.status === 409 && right !== offset;
    if (answer.status !== 204 && !isElsewhere) throw new Refused(answer);
    offset = right;
  }
}

const headersAt = (offset: number): Record<string, string> => ({
  "tus-resumable": "1.0.0",
  "x-http-method-override": "PATCH",
  "content-type": "application/offset+octet-stream",
  "upload-offset": String(offset),
});
