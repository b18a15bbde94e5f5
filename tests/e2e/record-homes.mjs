// What record-in-page.ts bundles. No TypeScript: its types are a browser's, the tests' are Node's.
export { BrowserRecord } from '../../src/record/page/browser-record.ts';
export { ServedRecord } from '../../src/record/page/served-record.ts';
