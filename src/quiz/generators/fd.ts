/** G-FD: which number the next descriptor gets. The kernel gives the lowest free one (open(2), POSIX). */
import { generator } from '../generator.ts';
import { plain, said } from '../question.ts';
import type { Random } from '../random.ts';

type Step = { does: 'opens' | 'closes'; name: string; what: 'socket' | 'file' };
type Item = { steps: readonly Step[] };

/** 0, 1 and 2 are the terminal's. */
const FIRST = 3;
const NAMES = 'abcdefghij';

function draw(random: Random): Item {
  const steps: Step[] = [];
  const open: Step[] = [];
  const count = random.between(4, 8);
  while (steps.length < count) {
    const opened = steps.filter(({ does }) => does === 'opens').length;
    const mustClose = steps.length === count - 1 && opened === steps.length;
    if (open.length > 1 && (mustClose || random.chance(0.4))) {
      const [closed] = open.splice(random.below(open.length), 1);
      if (closed) steps.push({ ...closed, does: 'closes' });
      continue;
    }
    const step: Step = {
      does: 'opens',
      name: NAMES[opened] ?? '',
      what: random.chance(0.25) ? 'file' : 'socket',
    };
    steps.push(step);
    open.push(step);
  }
  return { steps };
}

/** The numbers that are open after some steps, by name. */
function openAfter(steps: readonly Step[]): Map<string, number> {
  const open = new Map<string, number>();
  for (const { does, name } of steps) {
    if (does === 'closes') open.delete(name);
    else open.set(name, lowestFree([...open.values()]));
  }
  return open;
}

function lowestFree(taken: readonly number[]): number {
  let number = FIRST;
  while (taken.includes(number)) number += 1;
  return number;
}

const codeOf = ({ does, name, what }: Step): string => {
  if (does === 'closes') return `${name}.close()`;
  return what === 'file' ? `${name} = open('notes.txt')` : `${name} = socket.socket()`;
};

const openings = (steps: readonly Step[]): number => steps.filter(({ does }) => does === 'opens').length;

export default generator<Item>({
  id: 'fd',
  draw,
  ask: ({ steps }) => ({
    ask: said('fd.ask'),
    given: [{ kind: 'code', lines: [...steps.map(codeOf), 'next = socket.socket()'] }],
    fields: [{ id: 'fd', label: said('fd.field'), form: 'number' }],
  }),
  answers: ({ steps }) => ({ fd: String(lowestFree([...openAfter(steps).values()])) }),
  slips: {
    'max-plus-one': ({ steps }) => ({ fd: String(Math.max(FIRST - 1, ...openAfter(steps).values()) + 1) }),
    'never-reuses': ({ steps }) => ({ fd: String(FIRST + openings(steps)) }),
    'counts-from-zero': ({ steps }) => ({ fd: String(lowestFree([...openAfter(steps).values()]) - FIRST) }),
    'files-apart': ({ steps }) => {
      const sockets = steps.filter(({ what }) => what === 'socket');
      return { fd: String(lowestFree([...openAfter(sockets).values()])) };
    },
  },
  shown: ({ steps }) => [
    {
      kind: 'events',
      rows: steps.map((step, index) => {
        const open = [...openAfter(steps.slice(0, index + 1)).values()].sort((one, other) => one - other);
        return { what: plain(codeOf(step)), left: said('fd.open', { fds: ['0 1 2', ...open].join(' ') }) };
      }),
    },
  ],
});
