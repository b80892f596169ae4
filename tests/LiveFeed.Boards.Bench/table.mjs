// Results side by side, as Markdown that reads well in a terminal too.
import { cpus, release, totalmem } from 'node:os';

export function machine(chromium) {
  const date = new Date().toISOString().slice(0, 16).replace('T', ' ');
  return `## The boards, measured, ${date} UTC

${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(1)} GiB; Linux ${release()}, Node ${process.version},
${chromium} without a screen or graphics card. Service, producer and browser share the cores: figures are for comparison with the
baseline beside them, a canvas drawn by hand from the same stream.
`;
}

export function table(title, head, rows) {
  const cells = [head, ...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? written(cell) : cell)))];
  const widths = head.map((_, i) => Math.max(...cells.map((row) => row[i].length)));
  const line = (row) => `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return `### ${title}\n\n${line(cells[0])}\n${rule}\n${cells.slice(1).map(line).join('\n')}\n`;
}

const written = (value) => (Number.isNaN(value) ? '–' : value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0 }));
