import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';

/** Whatever else is logged, these never are. */
const SECRETS = [
  'req.headers.authorization',
  'headers.authorization',
  'authorization',
  'token',
  '*.token',
  'password',
  '*.password',
];

export const makeLogger = (level: string, destination: DestinationStream = process.stdout): Logger =>
  pino({ level, redact: { paths: SECRETS, censor: '[redacted]' } }, destination);

/** Nest's own words, in the same log. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(said(message, rest));
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(said(message, rest));
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error(said(message, rest));
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(said(message, rest));
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.trace(said(message, rest));
  }
}

const said = (message: unknown, rest: readonly unknown[]): object =>
  message instanceof Error
    ? { err: message, context: rest.at(-1) }
    : { msg: String(message), context: rest.at(-1) };
