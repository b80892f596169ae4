const texts: Readonly<Record<string, string>> = {
  shutdown: 'the service is shutting down',
  full: 'the service is full',
  unavailable: 'the service cannot read its events, or check access, just now',
  expired: 'access has expired',
  lifetime: 'the service renews long connections',
  kicked: 'an operator ended this connection',
};

/** The service's reason to end a stream, for people to read. */
export const closingText = (reason: string): string => texts[reason] ?? reason;
