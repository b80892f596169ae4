/** Controls, and the marks that turn the direction of text around: a producer could make a row read as another. */
const invisible = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Shows what a text would hide; line ends and tabs may be kept. */
export function visible(text: string, keepLines = false): string {
  return text.replace(invisible, (mark) => (keepLines && (mark === '\n' || mark === '\t') ? mark : '\ufffd'));
}
