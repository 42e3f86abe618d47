import { Injectable } from '@nestjs/common';
import { CommandBus, type Command } from '@nestjs/cqrs';
import { DomainError } from '#event-sourcing';
import { Metrics } from '#runtime';

/** The command bus, with every command measured. */
@Injectable()
export class Commands {
  constructor(
    private readonly bus: CommandBus,
    private readonly metrics: Metrics,
  ) {}

  async execute<Result>(command: Command<Result>): Promise<Result> {
    const stop = this.metrics.commands.startTimer({ command: command.constructor.name });
    try {
      const result = await this.bus.execute(command);
      stop({ outcome: 'done' });
      return result;
    } catch (error) {
      stop({ outcome: error instanceof DomainError ? 'refused' : 'failed' });
      throw error;
    }
  }
}
