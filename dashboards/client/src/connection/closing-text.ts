/** The service's reason to end a stream, for people to read. */
export function closingText(reason: string): string {
  switch (reason) {
    case 'shutdown':
      return 'the service is shutting down';
    case 'full':
      return 'the service is full';
    case 'unavailable':
      return 'the service cannot read its events, or check access, just now';
    case 'expired':
      return 'access has expired';
    case 'lifetime':
      return 'the service renews long connections';
    case 'kicked':
      return 'an operator ended this connection';
    default:
      return reason;
  }
}
