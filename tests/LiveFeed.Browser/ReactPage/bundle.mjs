// Writes the page as one script, with React as in development, where StrictMode mounts everything twice: node bundle.mjs
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const modules = at('../../../dashboards/app/node_modules');
const bundler = createRequire(`${modules}/vite/package.json`).resolve('rolldown');
const { rolldown } = await import(pathToFileURL(bundler).href);

const bundle = await rolldown({
  input: at('page.tsx'),
  resolve: { modules: [modules], alias: { '@livefeed/client/react': at('../../../dashboards/client/dist/react.js') } },
  transform: { define: { 'process.env.NODE_ENV': '"development"' }, jsx: { runtime: 'automatic' } },
  logLevel: 'silent',
});
const { output } = await bundle.generate({ format: 'esm', codeSplitting: false });
process.stdout.write(output[0].code);
