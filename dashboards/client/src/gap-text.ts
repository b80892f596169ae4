/** The service's reason why events are missing, for people to read. */
export function gapText(reason: string): string {
  switch (reason) {
    case 'epoch':
      return 'the log was begun anew';
    case 'lost':
      return 'lost in a crash';
    default:
      return 'no longer retained';
  }
}
