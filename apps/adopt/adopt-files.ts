import { send, type Reported, type Target } from './adoption-client';
import { batchesOf, bodyOf, piecesOf, type Piece } from './entries';

/** Where the words go. */
export interface Output {
  /** What is left when all is done. */
  readonly say: (line: string) => void;
  /** How far it has got. */
  readonly progress: (line: string) => void;
}

interface Counts {
  adopted: number;
  changed: number;
  unchanged: number;
}

interface Report extends Reported {
  readonly piece: Piece;
  readonly place: string;
}

/** Resources speak of one another: what one file says of another that comes later is asked again at the end. */
const ASKED_AGAIN = ['unknown-image', 'attachment-disagrees'];

/** Sends everything that the files hold, and says what became of it. Answers what was reported. */
export async function adoptFiles(
  files: readonly string[],
  target: Target,
  output: Output,
): Promise<readonly Reported[]> {
  const counts: Counts = { adopted: 0, changed: 0, unchanged: 0 };
  const reports: Report[] = [];
  const seen = { entries: 0 };
  for (const file of files) {
    for await (const batch of batchesOf(piecesOf(file))) {
      const found = await sendBatch(batch, target, counts);
      reports.push(...found);
      seen.entries += placesOf(batch).length;
      output.progress(`${file}: ${seen.entries} entries sent, ${inWords(counts, reports.length)}`);
    }
  }
  const left = await askedAgain(reports, target, counts);
  for (const { piece, place, resource, code, reason } of left)
    output.say(`${piece.file} ${place} ${resource ?? '?'} ${code}: ${reason}`);
  output.say(inWords(counts, left.length));
  return left;
}

async function sendBatch(
  batch: readonly Piece[],
  target: Target,
  counts: Counts,
): Promise<readonly Report[]> {
  const answer = await send(target, bodyOf(batch));
  counts.adopted += answer.adopted;
  counts.changed += answer.changed;
  counts.unchanged += answer.unchanged;
  const places = placesOf(batch);
  return answer.reported.flatMap((one) => {
    const at = places[one.index];
    return at === undefined ? [] : [{ ...one, ...at }];
  });
}

const placesOf = (batch: readonly Piece[]): readonly { readonly piece: Piece; readonly place: string }[] =>
  batch.flatMap((piece) => piece.places.map((place) => ({ piece, place })));

/** What is still reported then is; what was counted once is not counted again. */
async function askedAgain(
  reports: readonly Report[],
  target: Target,
  counts: Counts,
): Promise<readonly Report[]> {
  const again = reports.filter(({ code }) => ASKED_AGAIN.includes(code));
  const pieces = [...new Set(again.map(({ piece }) => piece))];
  const still: Report[] = [];
  for await (const batch of batchesOf(pieces)) {
    const found: Counts = { adopted: 0, changed: 0, unchanged: 0 };
    still.push(...(await sendBatch(batch, target, found)));
    counts.adopted += found.adopted;
    counts.changed += found.changed;
  }
  const places = new Set(again.map(keyOf));
  const others = reports.filter((report) => !places.has(keyOf(report)));
  return [...others, ...still.filter((report) => places.has(keyOf(report)))];
}

const keyOf = ({ piece, place }: Report): string => `${piece.file} ${place} ${piece.text}`;

const inWords = ({ adopted, changed, unchanged }: Counts, reported: number): string =>
  `${adopted} adopted, ${changed} changed, ${unchanged} unchanged, ${reported} reported`;
