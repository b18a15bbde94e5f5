/**
 * The search index, made of a finished build: Pagefind reads the pages that say what of them is text
 * (`data-pagefind-body`). Its own interfaces are left out, because the page has one.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { close, createIndex } from 'pagefind';

const INTERFACE = /^pagefind-(?!worker\.js$)[a-z-]+\.(js|css)$/;

/** @param folder the built site */
export async function makeSearchIndex(folder: string): Promise<void> {
  try {
    const { index, errors } = await createIndex({});
    if (index === undefined) throw new Error(errors.join('\n'));
    const read = await index.addDirectory({ path: folder });
    const { files, errors: unwritten } = await index.getFiles();
    const wrong = [...read.errors, ...unwritten];
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
    for (const { path, content } of files.filter(file => !INTERFACE.test(file.path))) {
      const file = join(folder, 'pagefind', path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
  } finally {
    await close();
  }
}
