import { createReadStream } from 'node:fs';
import { JsonElements, NotJson, type Part } from './json-elements';

/** What the service takes at the top of a body. Anything else is no answer that can be adopted. */
export const LISTS = ['Images', 'Snapshots', 'Volumes', 'Reservations'] as const;
export type List = (typeof LISTS)[number] | 'LaunchPermissions';

/** Something of a file that is sent as a whole. */
export interface Piece {
  readonly file: string;
  readonly list: List;
  /** As it was written; of launch permissions, all of one image with its id. */
  readonly text: string;
  /** Where each entry in it stands: a reservation has several. */
  readonly places: readonly string[];
}

/** The file holds something else than what the AWS CLI prints. */
export class NotAdoptable extends Error {
  override readonly name = 'NotAdoptable';
}

/** Everything that a file holds, without ever holding it. Throws NotAdoptable. */
export async function* piecesOf(file: string): AsyncGenerator<Piece> {
  const permissions = new Permissions(file);
  try {
    for await (const part of partsOf(file)) {
      const piece = permissions.take(part) ?? pieceOf(file, part);
      if (piece !== undefined) yield piece;
    }
  } catch (error) {
    if (error instanceof NotJson || error instanceof SyntaxError)
      throw new NotAdoptable(`${file} holds no JSON: ${error.message}`);
    throw error;
  }
}

async function* partsOf(file: string): AsyncGenerator<Part> {
  const elements = new JsonElements();
  for await (const chunk of createReadStream(file, { encoding: 'utf8' })) yield* elements.take(String(chunk));
  elements.finish();
}

/** What `describe-image-attribute` prints is of one image, which is named beside the list. */
class Permissions {
  private texts: string[] = [];
  private imageId = '""';

  constructor(private readonly file: string) {}

  /** Answers them at the end of their document. */
  take(part: Part): Piece | undefined {
    if (part.kind === 'end') return this.end(part.lists);
    if (part.kind === 'element' && part.list === 'LaunchPermissions') this.texts.push(part.text);
    if (part.kind === 'member' && part.name === 'ImageId') this.imageId = part.text;
    return undefined;
  }

  private end(lists: readonly string[]): Piece | undefined {
    const text = `"ImageId":${this.imageId},"LaunchPermissions":[${this.texts.join(',')}]`;
    this.texts = [];
    this.imageId = '""';
    if (!lists.includes('LaunchPermissions')) return undefined;
    return { file: this.file, list: 'LaunchPermissions', text, places: ['/LaunchPermissions'] };
  }
}

function pieceOf(file: string, part: Part): Piece | undefined {
  if (part.kind !== 'element' || part.list === 'LaunchPermissions') return undefined;
  const list = LISTS.find((name) => name === part.list);
  if (list === undefined)
    throw new NotAdoptable(`${file} holds ${part.list}; what can be adopted is ${LISTS.join(', ')}`);
  const place = `/${list}/${part.index}`;
  const parsed = JSON.parse(part.text) as unknown;
  const instances = list === 'Reservations' ? instancesOf(parsed) : undefined;
  const places = instances?.map((at) => `${place}/Instances/${at}`) ?? [place];
  return { file, list, text: part.text, places };
}

/** Undefined where it is no reservation: it is reported as such. */
function instancesOf(reservation: unknown): readonly number[] | undefined {
  if (typeof reservation !== 'object' || reservation === null || !('Instances' in reservation))
    return undefined;
  const { Instances } = reservation;
  return Array.isArray(Instances) ? [...Instances.keys()] : undefined;
}

/** A body of one request: pieces of one list. */
export const bodyOf = (pieces: readonly Piece[]): string => {
  const [{ list, text } = { list: 'Images', text: '' }] = pieces;
  if (list === 'LaunchPermissions') return `{${text}}`;
  return `{"${list}":[${pieces.map((piece) => piece.text).join(',')}]}`;
};

/** In one request at most. */
const ENTRIES = 500;
const CHARACTERS = 4_000_000;

/** Puts together what goes into one request. */
export async function* batchesOf(
  pieces: AsyncIterable<Piece> | Iterable<Piece>,
): AsyncGenerator<readonly Piece[]> {
  let batch: Piece[] = [];
  for await (const piece of pieces) {
    if (batch.length > 0 && !fits(piece, batch)) {
      yield batch;
      batch = [];
    }
    batch.push(piece);
  }
  if (batch.length > 0) yield batch;
}

function fits(piece: Piece, batch: readonly Piece[]): boolean {
  const [first] = batch;
  if (first?.list !== piece.list || first.file !== piece.file || piece.list === 'LaunchPermissions')
    return false;
  const together = [...batch, piece];
  const entries = together.reduce((sum, { places }) => sum + places.length, 0);
  const characters = together.reduce((sum, { text }) => sum + text.length, 0);
  return entries <= ENTRIES && characters <= CHARACTERS;
}
