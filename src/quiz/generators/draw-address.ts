/** Addresses as they are met on real networks, for questions that need one. */
import { address, networkOf, sizeOf } from '../ipv4.ts';
import type { Random } from '../random.ts';

const RANGES: readonly (readonly [base: string, prefix: number])[] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
];

/** Any address of the private ranges whose networks of this prefix length lie in them. */
export function anyAddress(random: Random, prefix: number): number {
  const fitting = RANGES.filter(([, own]) => own <= prefix);
  const [base, own] = random.pick(fitting.length > 0 ? fitting : RANGES);
  return address(base) + random.below(sizeOf(own));
}

/** One that a host may have: neither first nor last of its network, and not beside them. */
export function hostAddress(random: Random, prefix: number): number {
  const network = networkOf(anyAddress(random, prefix), prefix);
  const size = sizeOf(prefix);
  return size <= 4 ? network + 1 + random.below(size - 2) : network + random.between(2, size - 3);
}
