/** Where the kernel's name for a wait is not the one that the learner wrote. */
const WRITTEN: Readonly<Record<string, string>> = {
  accept4: 'accept',
  recvfrom: 'recv',
  sendto: 'send',
  read: 'input',
  clock_nanosleep: 'sleep',
};

export const writtenName = (syscall: string): string => WRITTEN[syscall] ?? syscall;
