/** Whose stream a command goes to: a child's record, the register of a place, what is between two states, a service that is told of events, or the keys of a child. */
export const subjects = ['child', 'facility', 'corridor', 'consumer', 'keys'] as const;
export type Subject = (typeof subjects)[number];

/** Whom a stream is about, by its name, whatever it says of them. */
export function idIn(stream: string): string {
  return stream.slice(stream.indexOf('-') + 1);
}

/** The subject of a stream, by its name. */
export function subjectOf(stream: string): Subject | undefined {
  return subjects.find((subject) => stream.startsWith(`${subject}-`));
}
