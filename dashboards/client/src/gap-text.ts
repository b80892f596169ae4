/** The service's reason why events are missing, for people to read. */
export function gapText(reason: string): string {
  switch (reason) {
    case 'epoch':
      return 'the log was begun anew';
    case 'lost':
      return 'lost in a crash, or with an older copy of the log';
    case 'overflow':
      return 'too many came while history was read, of those that are not kept';
    default:
      return 'no longer retained';
  }
}
