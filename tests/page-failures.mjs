// Prints the failed tests of vitest's JSON report, each with its message: node page-failures.mjs REPORT
import { readFileSync } from 'node:fs';

const files = JSON.parse(readFileSync(process.argv[2], 'utf8')).testResults;
for (const file of files) {
  for (const test of file.assertionResults.filter((one) => one.status === 'failed')) {
    print(test.fullName, test.failureMessages.join('\n'));
  }

  // A file that cannot be loaded has no tests, only a message.
  if (file.status === 'failed' && !file.assertionResults.some((one) => one.status === 'failed')) {
    print(file.name, file.message);
  }
}

function print(name, message) {
  const lines = message.split('\n').filter((line) => !line.includes('/node_modules/'));
  console.log(`failed ${name}\n${lines.map((line) => `  ${line}`).join('\n')}`);
}
