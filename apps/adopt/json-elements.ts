/** An element of a list at the top of a document, as it was written. */
export interface ListElement {
  readonly kind: 'element';
  readonly list: string;
  /** Where in the list it stands. */
  readonly index: number;
  readonly text: string;
}

/** Any other member at the top of a document. */
export interface Member {
  readonly kind: 'member';
  readonly name: string;
  readonly text: string;
}

/** One file may hold several documents, one after the other. `lists` are those that it had, empty ones too. */
export interface End {
  readonly kind: 'end';
  readonly lists: readonly string[];
}

export type Part = ListElement | Member | End;

export class NotJson extends Error {
  override readonly name = 'NotJson';
}

const WHITE = /\s/;

/**
 * Takes JSON documents apart while they come in, in pieces of any size, without ever holding more than one element:
 * `{"Images": [ … ]}` gives each image. Whether an element is JSON is for whoever parses it.
 */
export class JsonElements {
  private depth = 0;
  private inText = false;
  private isEscaped = false;
  private text = '';
  private member: string | undefined;
  private index = 0;
  private lists: string[] = [];
  private found: Part[] = [];

  take(piece: string): readonly Part[] {
    for (const character of piece) this.step(character);
    const { found } = this;
    this.found = [];
    return found;
  }

  /** Throws NotJson when the last document has no end. */
  finish(): void {
    if (this.depth > 0) throw new NotJson('the last document has no end');
  }

  private step(character: string): void {
    if (this.inText) this.stepInText(character);
    else if (this.depth === 0) this.open(character);
    else if (this.depth === 1) this.atTop(character);
    else this.within(character);
  }

  private stepInText(character: string): void {
    this.text += character;
    if (this.isEscaped) this.isEscaped = false;
    else if (character === '\\') this.isEscaped = true;
    else if (character === '"') this.inText = false;
  }

  private open(character: string): void {
    if (WHITE.test(character)) return;
    if (character !== '{') throw new NotJson(`a document begins with {, and not with ${character}`);
    this.depth = 1;
    this.lists = [];
  }

  /** Between the members of a document, and in the list that is one of them. */
  private atTop(character: string): void {
    if (character === ':') this.beginMember();
    else if (character === ',') this.endMember();
    else if (character === '}') this.endDocument();
    else if (character === '[' && this.text.trim() === '') this.beginList();
    else this.keep(character);
  }

  private within(character: string): void {
    const isBetween = this.depth === 2 && this.isInList;
    if (isBetween && character === ',') this.endElement();
    else if (isBetween && character === ']') this.endList();
    else this.keep(character);
  }

  private get isInList(): boolean {
    return this.member !== undefined && this.lists.at(-1) === this.member;
  }

  private keep(character: string): void {
    this.text += character;
    if (character === '"') this.inText = true;
    if (character === '{' || character === '[') this.depth += 1;
    if (character === '}' || character === ']') this.depth -= 1;
  }

  private beginMember(): void {
    this.member = nameIn(this.taken());
  }

  private beginList(): void {
    if (this.member === undefined) throw new NotJson('a list has no name');
    this.depth = 2;
    this.index = 0;
    this.lists.push(this.member);
  }

  private endElement(): void {
    const text = this.taken();
    if (text !== '') this.found.push({ kind: 'element', list: this.member ?? '', index: this.index++, text });
  }

  private endList(): void {
    this.endElement();
    this.depth = 1;
    this.member = undefined;
  }

  private endMember(): void {
    const text = this.taken();
    if (this.member !== undefined) this.found.push({ kind: 'member', name: this.member, text });
    this.member = undefined;
  }

  private endDocument(): void {
    this.endMember();
    this.depth = 0;
    this.found.push({ kind: 'end', lists: this.lists });
  }

  private taken(): string {
    const text = this.text.trim();
    this.text = '';
    return text;
  }
}

function nameIn(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    throw new NotJson(`${text.slice(0, 40)} is no name of a member`);
  }
}
