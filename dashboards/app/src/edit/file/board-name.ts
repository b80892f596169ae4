/** A file's name for a board of this title: letters, digits, _ and -, as the service takes them. */
export function boardName(title: string): string {
  const plain = title.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const name = plain
    .replaceAll(/[^a-z0-9_]+/g, '-')
    .slice(0, 100)
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'board' : name;
}

export function boardAddress(name: string): string {
  return `/boards/${encodeURIComponent(name)}`;
}
