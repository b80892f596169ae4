/** No answer came, or it broke off or cannot be read: the same question may be answered later. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}
