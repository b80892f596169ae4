const blank = /[ \t\r\n]*/y;
const text = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** The offset, in characters, at which a text stops being JSON. Browsers report it in different ways, or not at all. */
export function jsonFaultAt(json: string): number {
  let at = 0;
  const takes = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const match = pattern.exec(json);
    if (match === null) return false;
    at += match[0].length;
    if (pattern !== blank) takes(blank);
    return true;
  };
  const sign = (one: string): boolean => {
    if (json[at] !== one) return false;
    at++;
    takes(blank);
    return true;
  };
  // Each returns true when its part is complete. Otherwise `at` stays at the fault.
  const parts = (end: string, part: () => boolean): boolean => {
    if (sign(end)) return true;
    do if (!part()) return false;
    while (sign(','));
    return sign(end);
  };
  const value = (): boolean => {
    if (sign('{')) return parts('}', () => takes(text) && sign(':') && value());
    if (sign('[')) return parts(']', value);
    return takes(text) || takes(scalar);
  };
  takes(blank);
  value();
  return at;
}
