import type { Caller } from '../support/caller';

/** What came of a request; what is in the body is for whoever asked to know. */
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export type Say = (line?: string) => unknown;

/** A person at the service: what they ask for is told with its answer, and an answer that was not expected ends the story. */
export class Teller {
  private position: string | undefined;

  constructor(
    private readonly name: string,
    private readonly caller: Caller,
    private readonly say: Say,
  ) {}

  async asks<Expected>(method: string, path: string, body?: object, expected = 200): Promise<Expected> {
    const { status, body: answer } = await this.send(method, path, body);
    const sent = body === undefined ? '' : ` ${JSON.stringify(body)}`;
    this.say(`   ${this.name}: ${method} ${path}${sent}`);
    this.say(`      ${status} ${summaryOf(answer as object)}`);
    if (status !== expected) throw new Error(`expected ${expected}: ${JSON.stringify(answer)}`);
    return answer as Expected;
  }

  /** Waits, without telling of it, until work in the background has brought something to a state. */
  async awaits(path: string, state: string): Promise<void> {
    for (const end = Date.now() + 30_000; ;) {
      const now = await this.read<{ state: string }>(path);
      if (now.state === state) return;
      if (Date.now() > end) throw new Error(`${path} is ${now.state} and does not become ${state}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async read<Expected>(path: string): Promise<Expected> {
    const { status, body } = await this.send('GET', path);
    if (status !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`);
    return body as Expected;
  }

  /** Reads what it wrote: every request names the position that the last write was told. */
  private async send(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await this.caller.send(method, path, body, { 'ledger-position': this.position });
    this.position = answer.headers.get('ledger-position') ?? this.position;
    return answer;
  }
}

const SUMMARY = [
  'code',
  'ec2Code',
  'detail',
  'imageId',
  'volumeId',
  'instanceId',
  'state',
  'visibility',
  'allowed',
];

/** The fields of an answer that the story turns on. */
function summaryOf(answer: object): string {
  const fields = Object.entries(answer) as [string, unknown][];
  const told = SUMMARY.flatMap((name) => fields.filter(([field]) => field === name));
  const { instances = [] } = answer as { instances?: { instanceId: string; grounds: string }[] };
  return [
    ...told.map(([field, value]) => `${field}: ${String(value)}`),
    ...instances.map(({ instanceId, grounds }) => `${instanceId} (${grounds})`),
  ].join(', ');
}
