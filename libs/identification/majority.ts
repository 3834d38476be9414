const yearsUntilMajority = 18;

/** The 18th birthday. Who was born on 29 February comes of age on 1 March of a year without one. Both are dates of the calendar. */
export function majorityOf(dateOfBirth: string): string {
  const year = String(Number(dateOfBirth.slice(0, 4)) + yearsUntilMajority);
  const birthday = `${year}${dateOfBirth.slice(4)}`;
  // A year without 29 February rolls that date over to 1 March.
  return new Date(`${birthday}T00:00:00Z`).toISOString().slice(0, 10);
}
