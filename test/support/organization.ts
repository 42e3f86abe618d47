const MANAGEMENT = '999988887777';

export const organizationArn = (id: string): string =>
  `arn:aws:organizations::${MANAGEMENT}:organization/${id}`;
export const unitArn = (id: string, unit: string): string =>
  `arn:aws:organizations::${MANAGEMENT}:ou/${id}/${unit}`;

export const [TOP, BELOW, BESIDE] = [1, 2, 3].map((n) => `ou-ab12-${String(n).repeat(8)}`) as [
  string,
  string,
  string,
];
