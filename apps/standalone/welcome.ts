interface Started {
  readonly address: string;
  readonly database: string;
  /** The administrator's, at the first start. */
  readonly token: string | undefined;
}

/** What a person who started the service wants to know. */
export const welcome = ({ address, database, token }: Started): string =>
  [
    'Image Ledger is ready.',
    `  address   ${address}`,
    `  docs      ${address}/docs`,
    `  database  ${database}`,
    ...(token === undefined ? [] : firstSteps(address, token)),
    'Stop it with Ctrl-C.',
    '',
  ].join('\n');

const firstSteps = (address: string, token: string): readonly string[] => [
  '',
  'The administrator’s token, shown this once:',
  '',
  `  ${token}`,
  '',
  'Try it:',
  '',
  `  curl -s -H 'Authorization: Bearer ${token}' ${address}/v1/images`,
  '',
];
