/** What Guarantor answered instead of events, as it says it itself (RFC 9457). */
export class FeedProblem extends Error {
  constructor(
    readonly status: number,
    /** What a program looks at, such as not-in-scope, invalid-query or cursor-beyond-end; absent where somebody else answered, such as a proxy. */
    readonly code: string | undefined,
    readonly title: string,
    readonly detail: string,
    /** Names the request to whoever runs the service. */
    readonly requestId: string | undefined,
    /** How long to wait at least before asking again, where the answer says so. */
    readonly retryAfterMs: number | undefined,
  ) {
    super(`${status} ${title}${detail && `: ${detail}`}`);
  }

  /** Whether the same question may be answered later. */
  get mayPass(): boolean {
    return [408, 429].includes(this.status) || (this.status >= 500 && this.status !== 501);
  }

  static async of(response: Response): Promise<FeedProblem> {
    const retryAfter = Number(response.headers.get('Retry-After') ?? NaN);
    const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json') ?? false;
    const said = await response.text().then((text) => (isProblem ? JSON.parse(text) as Partial<Record<string, string>> : {})).catch(() => ({}) as Partial<Record<string, string>>);
    return new FeedProblem(
      response.status, said['type']?.replace('urn:guarantor:problem:', ''), said['title'] ?? response.statusText, said['detail'] ?? '', said['requestId'],
      Number.isFinite(retryAfter) ? retryAfter * 1000 : undefined,
    );
  }
}

/** The service is told nothing more that it asks for: its scope was changed, or its secret was lost, while it listened. */
export class ScopeEnded extends Error {}

/** An event of a type, or of a version, that the contract of this client does not know: a newer client does. */
export class UnknownEvent extends Error {
  constructor(readonly type: string, readonly dataschema: string, readonly cursor: string) {
    super(`${dataschema} is not in the contract of this client`);
  }
}

/** Nothing came for longer than a heartbeat takes, the connection ended or could not be made, or the token ran out: it is made anew. */
export class ConnectionLost extends Error {}

/** What is read from the network. @throws ConnectionLost */
export function fromTheLine<T>(reading: Promise<T>): Promise<T> {
  return reading.catch((cause: unknown) => { throw cause instanceof ConnectionLost ? cause : new ConnectionLost('Guarantor cannot be reached, or the connection broke', { cause }); });
}
