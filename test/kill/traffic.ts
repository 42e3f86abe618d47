import { setTimeout } from 'node:timers/promises';
import type { Answer, Caller } from '../support/caller';
import type { Random } from './random';
import { nextAsk, type Ask, type Known } from './wishes';

export const ACCOUNT = '123456789012';
const CLIENTS = 8;

/** One wish, under one key, that is sent until it is answered. */
export interface Wish extends Ask {
  readonly key: string;
  answer?: Answer;
  sent: number;
}

/** Clients that wish this and that, and never give up on a wish: after a crash they send it again. */
export class Traffic {
  readonly wishes: Wish[] = [];
  private readonly known: Known = { imageIds: [], instanceIds: [], volumeIds: [], snapshotIds: [] };
  private isOver = false;
  private isAbandoned = false;
  private readonly clients: Promise<unknown>;

  constructor(
    private readonly random: Random,
    /** Whom to ask: another address after every start. */
    private readonly service: () => Caller | undefined,
  ) {
    this.clients = Promise.all(Array.from({ length: CLIENTS }, () => this.wish()));
  }

  /** No new wishes; answers when the last one has its answer. */
  async end(): Promise<void> {
    this.isOver = true;
    await this.clients;
  }

  /** For when nobody will answer any more. */
  abandon(): void {
    this.isOver = true;
    this.isAbandoned = true;
  }

  private async wish(): Promise<void> {
    while (!this.isOver) {
      const wish: Wish = {
        ...nextAsk(this.random, this.known),
        key: `wish-${this.wishes.length}`,
        sent: 0,
      };
      this.wishes.push(wish);
      const answer = await this.answerTo(wish);
      if (answer === undefined) return;
      wish.answer = answer;
      this.learn(answer);
    }
  }

  private async answerTo(wish: Wish): Promise<Answer | undefined> {
    while (!this.isAbandoned) {
      const service = this.service();
      wish.sent++;
      const answer = service && (await send(service, wish).catch(() => undefined));
      if (answer !== undefined && answer.status !== 503) return answer;
      await setTimeout(20);
    }
    return undefined;
  }

  private learn({ status, body }: Answer): void {
    if (status !== 201) return;
    const made = body as Made;
    if (made.launchId !== undefined) {
      this.known.instanceIds.push(...(made.instances ?? []).map(({ instanceId }) => instanceId));
    } else if (made.snapshotId !== undefined && made.zone === undefined) {
      this.known.snapshotIds.push(made.snapshotId);
    } else if (made.volumeId !== undefined) {
      this.known.volumeIds.push(made.volumeId);
    } else if (made.imageId !== undefined) {
      this.known.imageIds.push(made.imageId);
    }
  }
}

/** Any of the resources that are made. */
interface Made {
  readonly imageId?: string;
  readonly launchId?: string;
  readonly instances?: readonly { readonly instanceId: string }[];
  readonly volumeId?: string;
  readonly zone?: string;
  readonly snapshotId?: string;
}

/** Nobody waits for ever for an answer: a minute without one is a failure of its own. */
export const send = (service: Caller, { method, path, body, key }: Wish): Promise<Answer> =>
  Promise.race([
    service.send(method, path, body, { 'idempotency-key': key }),
    setTimeout(60_000, undefined, { ref: false }).then(() => {
      throw new Error(`${method} ${path} was not answered within a minute`);
    }),
  ]);
