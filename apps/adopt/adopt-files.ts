import { send, type Answer, type Reported, type Target } from './adoption-client';
import { batchesOf, bodyOf, piecesOf, type List, type Piece } from './entries';

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

/** Resources speak of one another: what one says of another that comes later is asked again at the end. */
const ASKED_AGAIN = ['unknown-image', 'attachment-disagrees'];

/** Sends everything that the files hold, and says what became of it. Answers what was reported. */
export async function adoptFiles(
  files: readonly string[],
  target: Target,
  output: Output,
): Promise<readonly Reported[]> {
  const run = new Run(target);
  let sent = 0;
  for (const file of files) {
    for await (const batch of batchesOf(piecesOf(file))) {
      run.reports.push(...(await run.send(batch)));
      sent += placesOf(batch).length;
      output.progress(`${file}: ${sent} entries sent, ${run.inWords}`);
    }
  }
  await run.askAgain(files);
  for (const { piece, place, resource, code, reason } of run.reports)
    output.say(`${piece.file} ${place} ${resource ?? '?'} ${code}: ${reason}`);
  output.say(run.inWords);
  return run.reports;
}

class Run {
  reports: Report[] = [];
  private readonly counts: Counts = { adopted: 0, changed: 0, unchanged: 0 };
  private readonly lists = new Set<List>();
  /** Volumes were sent when there were no instances yet that could have said anything else. */
  private hasEarlyVolumes = false;

  constructor(private readonly target: Target) {}

  async send(batch: readonly Piece[], isRepeated = false): Promise<readonly Report[]> {
    const answer = await send(this.target, bodyOf(batch));
    this.count(answer, isRepeated);
    if (!isRepeated) this.note(batch);
    const places = placesOf(batch);
    return answer.reported.flatMap((one) => {
      const at = places[one.index];
      return at === undefined ? [] : [{ ...one, ...at }];
    });
  }

  /** What is still reported then is. */
  async askAgain(files: readonly string[]): Promise<void> {
    const isAgain = ({ code, piece }: Report): boolean =>
      ASKED_AGAIN.includes(code) || (this.hasEarlyVolumes && piece.list === 'Volumes');
    const again = this.reports.filter(isAgain);
    this.reports = this.reports.filter((report) => !isAgain(report));
    const pieces = new Set(again.map(({ piece }) => piece));
    const others = [...pieces].filter(({ list }) => list !== 'Volumes' || !this.hasEarlyVolumes);
    for await (const batch of batchesOf(others)) this.reports.push(...(await this.send(batch, true)));
    if (!this.hasEarlyVolumes) return;
    for (const file of files)
      for await (const batch of batchesOf(volumesIn(file)))
        this.reports.push(...(await this.send(batch, true)));
  }

  get inWords(): string {
    const { adopted, changed, unchanged } = this.counts;
    return `${adopted} adopted, ${changed} changed, ${unchanged} unchanged, ${this.reports.length} reported`;
  }

  /** What was counted once is not counted again. */
  private count({ adopted, changed, unchanged }: Answer, isRepeated: boolean): void {
    this.counts.adopted += adopted;
    this.counts.changed += changed;
    if (!isRepeated) this.counts.unchanged += unchanged;
  }

  private note([first]: readonly Piece[]): void {
    if (first === undefined) return;
    if (first.list === 'Reservations' && this.lists.has('Volumes')) this.hasEarlyVolumes = true;
    this.lists.add(first.list);
  }
}

async function* volumesIn(file: string): AsyncGenerator<Piece> {
  for await (const piece of piecesOf(file)) if (piece.list === 'Volumes') yield piece;
}

const placesOf = (batch: readonly Piece[]): readonly { readonly piece: Piece; readonly place: string }[] =>
  batch.flatMap((piece) => piece.places.map((place) => ({ piece, place })));
