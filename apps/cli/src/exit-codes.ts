/** What the process says when it ends, by kind of failure. */
export const ExitCode = {
  OK: 0,
  UNEXPECTED: 1,
  USAGE: 2,
  REFUSED: 3,
  NOT_ALLOWED: 4,
  NOT_FOUND: 5,
  UNAVAILABLE: 6,
  FINDINGS: 7,
  INTERRUPTED: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** For `--help`. */
export const EXIT_CODES_HELP = `
Exit codes:
  0    done
  1    unexpected: a fault of the shop's or of this program's
  2    the command line is wrong
  3    the shop refused it, or input that was read is wrong
  4    not signed in, wrong password, or not allowed
  5    there is no such thing
  6    the shop cannot be reached, is busy, or gave no answer in time: try again
  7    the doctor found something
  130  interrupted`;
