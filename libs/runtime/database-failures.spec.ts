import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';
import { isDatabaseUnavailable, isViewMissing } from './database-failures';

const failed = (properties: object): Error => Object.assign(new Error('no'), properties);
const query = (properties: object): QueryFailedError =>
  new QueryFailedError('SELECT 1', [], failed(properties));

describe('A failure of the database', () => {
  it.each<[string, unknown]>([
    ['the server shuts down', query({ code: '57P01' })],
    ['the server starts', failed({ code: '57P03' })],
    ['there are too many connections', failed({ code: '53300' })],
    ['a transaction was rolled back for another', query({ code: '40P01' })],
    ['a transaction said nothing for too long', query({ code: '25P03' })],
    ['the connection broke under a query', query({ message: 'Connection terminated unexpectedly' })],
    ['nobody listens', failed({ code: 'ECONNREFUSED', syscall: 'connect' })],
    ['the socket is not there', failed({ code: 'ENOENT', syscall: 'connect' })],
    ['the pipe is broken', failed({ code: 'EPIPE' })],
    ['the connection broke between queries', new Error('Connection terminated unexpectedly')],
    ['there was no free connection', new Error('timeout exceeded when trying to connect')],
    ['the connection is known to be broken', new Error('Client has encountered a connection error and is')],
    ['the connection was taken away', new QueryRunnerAlreadyReleasedError()],
  ])('is of the moment: %s', (_, error) => {
    expect(isDatabaseUnavailable(error)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a query that is wrong', query({ code: '42601' })],
    ['a row that is there already', query({ code: '23505' })],
    ['a mistake of ours', new TypeError('x is not a function')],
    ['what is no error', 'Connection terminated'],
  ])('is for good, or none: %s', (_, error) => {
    expect(isDatabaseUnavailable(error)).toBe(false);
  });

  it('tells a view that nobody has made yet', () => {
    expect(isViewMissing(query({ code: '42P01' }))).toBe(true);
    expect(isViewMissing(query({ code: '42703' }))).toBe(false);
    expect(isViewMissing(failed({ code: '42P01' }))).toBe(false);
  });
});
