const yearsUntilMajority = 18;

/** The 18th birthday. Who was born on 29 February comes of age on 1 March of a year without one. Both are dates of the calendar. */
export function majorityOf(dateOfBirth: string): string {
  const year = String(Number(dateOfBirth.slice(0, 4)) + yearsUntilMajority);
  const birthday = `${year}${dateOfBirth.slice(4)}`;
  // A year without 29 February rolls that date over to 1 March.
  return new Date(`${birthday}T00:00:00Z`).toISOString().slice(0, 10);
}

/** The clocks that are furthest behind UTC. */
const hoursBehindUtcMax = 12;

/**
 * Whether the person is still a child somewhere: childhood ends at the local midnight that begins the 18th birthday, and where
 * the zone is not known, the last place on earth counts.
 */
export function isMinorOn(majorityOn: string | undefined, now: Date): boolean {
  return majorityOn === undefined || now.getTime() < Date.parse(majorityOn) + hoursBehindUtcMax * 3_600_000;
}
